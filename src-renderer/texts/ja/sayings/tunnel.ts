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
  'tunnel.runs.one':
    'Edge Tunnel が動いています。終了すると、プラットフォームから 1 台のサーバーに届かなくなります。',
  'tunnel.runs':
    'Edge Tunnel が動いています。終了すると、プラットフォームから {count} 台のサーバーに届かなくなります。',
  'tunnel.runs.next': 'ウィンドウだけを閉じてトンネルを動かし続けるか、それでも終了してください。',
}
