/** Japanese: the doctor's checks. */
import type { CheckId } from '#contract/check.ts'
import type { Texts } from '../language.ts'
import { problemWords } from './problems.ts'
import { tellSaying } from './tell.ts'

const whys: Readonly<Record<CheckId, string>> = {
  versions: '古いバージョンには修正や新しい MCP の改訂がありません。',
  store: '接続はこのコンピューターの一つのファイルに記録されます。',
  keychain: 'トークンは、このコンピューターのキーチェーンにある鍵で封印されます。',
  'callback-port': 'サインインの結果は、ブラウザーからこのコンピューターのポートに戻ります。',
  address: 'ほかのすべてはサーバーのアドレスから始まります。',
  dns: 'サーバーの名前がコンピューターにつながる必要があります。',
  proxy: 'プロキシがある場合、すべての要求がそこを通ります。',
  tcp: 'サーバーのポートで何かが待ち受けている必要があります。',
  tls: '証明書は、途中の誰かではなくこのサーバーであることを示します。',
  http: 'このアドレスには MCP サーバーが応答する必要があります。',
  challenge: 'ログインが必要なサーバーは 401 で答え、トークンの入手先を示します。',
  'resource-metadata': 'この文書がサインインサーバーを示します (RFC 9728)。',
  'server-metadata': 'この文書がサインインに使うアドレスを示します (RFC 8414)。',
  pkce: 'S256 がないと、盗まれたログインコードを他人が使えます。',
  registration: 'サインインの前に、サインインサーバーがこのアプリを知っている必要があります。',
  'callback-spelling': '多くのサーバーは 127.0.0.1 と localhost を別のアドレスとして扱います。',
  tokens: 'どの要求にも有効なトークンが必要です。',
  tools: 'ツールの一覧が出れば、全体が一緒に動いています。',
  tunnel: 'トンネルを通じて、プラットフォームはこのコンピューターだけが届くサーバーに届きます。',
}

export const doctor: Texts['doctor'] = {
  title: '点検',
  none: '毎日動いているコードのまま、このコンピューターまたは一つのサーバーを調べます。',
  ofComputer: 'このコンピューター',
  checkComputer: 'このコンピューターを点検',
  checkConnection: 'この接続を点検',
  findOut: '原因を調べる',
  again: 'もう一度点検',
  running: '調べています…',
  cancelled: 'キャンセルしました。それまでの結果:',
  allWell: '問題はありません。',
  found: (failures, warnings) =>
    [failures > 0 && `失敗 ${failures} 件`, warnings > 0 && `警告 ${warnings} 件`]
      .filter(Boolean)
      .join('、'),
  report: 'サポート用レポート',
  reportTitle: 'サポート用レポート(秘密情報なし)',
  statuses: { pass: '正常', warn: '変更を推奨', fail: '失敗', skip: '未確認' },
  titles: {
    versions: 'バージョン',
    store: '保存データ',
    keychain: 'キーチェーン',
    'callback-port': 'コールバックのポート',
    address: 'アドレス',
    dns: '名前の解決',
    proxy: 'プロキシ',
    tcp: '接続',
    tls: '暗号化',
    http: '応答',
    challenge: 'ログインの要求',
    'resource-metadata': 'リソースのメタデータ',
    'server-metadata': 'サインインサーバー',
    pkce: 'PKCE への対応',
    registration: '登録',
    'callback-spelling': 'コールバックアドレス',
    tokens: 'トークン',
    tools: 'ツール',
    tunnel: 'Edge Tunnel',
  },
  seen: ({ code, evidence, says }) => {
    if (says?.evidence) return tellSaying(says.evidence)
    return code ? problemWords[code][0] : evidence
  },
  next: ({ code, next, says }) => {
    if (says?.next) return tellSaying(says.next)
    return code ? problemWords[code][1] : next
  },
  why: ({ id }) => whys[id],
}
