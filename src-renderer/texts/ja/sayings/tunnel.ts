/** Japanese: why the Edge Tunnel, its line or a server behind it does not work. */
import type { tunnel as english } from '#contract/sayings/tunnel.ts'
import type { SayingsLike } from '../../tell.ts'

export const tunnel: SayingsLike<typeof english> = {
  'tunnel.refused': 'リレーがこのコンピューターを受け付けなくなりました。',
  'tunnel.refused.next':
    'リレーの管理者から新しいトンネルキーを受け取り、このコンピューターをリンクし直してください。',
  'tunnel.unreachable': 'リレーに接続できません。自動的に再試行します。',
  'tunnel.unreachable.next':
    'ネットワーク接続を確認してください。続く場合はリレーの管理者に問い合わせてください。',
  'tunnel.target': '前回の呼び出しに MCP サーバーが応答しませんでした。',
  'tunnel.target.next': 'サーバーが稼働しているか、このコンピューターから届くか確認してください。',
  'tunnel.agent': 'トンネルのエージェントが終了したため、再起動しています。',
  'tunnel.agent.next': '続く場合は、設定の診断を添えてご報告ください。',
  'tunnel.no-start': 'トンネルのプロセスが起動しません。',
  'tunnel.no-start.next': 'もう一度試し、続く場合は設定の診断を確認してください。',
  'tunnel.no-stop': 'トンネルに停止を求めましたが、停止していません。',
  'tunnel.no-stop.next':
    'トンネルを動かしているプロセスを終了するか、コンピューターを再起動してください。',
  'tunnel.elsewhere': '別の AIP Desktop のプロセスで、トンネルがすでに動いています。',
  'tunnel.elsewhere.next': 'aip tunnel status で確認するか、aip tunnel stop で停止してください。',
  'tunnel.link-unreadable': '保存されたトンネルのリンク情報を読み取れません。',
  'tunnel.link-unreadable.next': 'トンネルのリンクを解除し、新しいキーでリンクし直してください。',
  'tunnel.not-linked': 'このコンピューターはまだトンネルにリンクされていません。',
  'tunnel.not-linked.next': 'リレーの管理者からトンネルキーを受け取ってリンクしてください。',
  'tunnel.gone': 'この接続はもうありません。',
  'tunnel.gone.next': '一覧から別の接続を選んでください。',
  'tunnel.no-key': 'トンネルキーではありません。',
  'tunnel.no-key.next': 'aip-link_ で始まるキー全体をコピーしてください。',
  'tunnel.key-refused': 'リレーがこのトンネルキーを受け付けません。',
  'tunnel.key-refused.next':
    'トンネルキーは期限内に 1 回だけ使えます。リレーの管理者から新しいキーを受け取ってください。',
  'tunnel.not-relay': 'トンネルキーに示されたアドレスが、リレーとして応答しません。',
  'tunnel.not-relay.next':
    'ネットワーク接続を確認し、リレーの管理者に問い合わせてください。キーはまだ使われていません。',
  'tunnel.stranger': 'リレーの公開アドレスで、リレーではない別のものが応答しています。',
  'tunnel.stranger.next':
    'リレーの管理者に知らせてください。社外のネットワークなら、先にそのネットワークにサインインしてください。',
  'tunnel.proof': 'リレーがこのコンピューターの本人証明を受け付けません。',
  'tunnel.proof.next':
    'リレーがこのプログラムより古い場合は更新が必要です。そうでなければ、新しいトンネルキーを受け取ってください。',
  'tunnel.call-failed': 'トンネル経由の呼び出しが{where}失敗しました: {why}',
  'tunnel.call-failed.next': 'もう一度試し、続く場合は「リアルタイムの通信」を確認してください。',
  'hop.relay': 'リレーで',
  'hop.carrier': 'リレーとエージェントの間で',
  'hop.policy': 'トンネルの規則で',
  'hop.dns': 'サーバーの名前の解決中に',
  'hop.tls': 'サーバーの証明書で',
  'hop.connect': 'サーバーへの接続中に',
  'hop.upstream': 'サーバーで',
  'hop.timeout': 'サーバーの応答待ちで',
  'hop.sign-in': 'サインインで',
  'tunnel.runs.one':
    'Edge Tunnel が動いています。終了すると、プラットフォームから 1 台のサーバーに届かなくなります。',
  'tunnel.runs':
    'Edge Tunnel が動いています。終了すると、プラットフォームから {count} 台のサーバーに届かなくなります。',
  'tunnel.runs.next': 'ウィンドウだけを閉じてトンネルを動かし続けるか、それでも終了してください。',
}
