/** Japanese: what discovery tolerated, repaired or found worth knowing. */
import type { discoveryNotes as english } from '#contract/sayings/discovery-notes.ts'
import type { SayingsLike } from '../../tell.ts'

export const discoveryNotes: SayingsLike<typeof english> = {
  'note.plain-http': '確認いただいたとおり、このサーバーには暗号化なしで接続します。',
  'note.login-not-demanded-at-once':
    'サーバーはログインなしで応答しますが、サインイン方法も公開しています。',
  'note.login-optional':
    'サーバーはログインなしで動作しますが、サインイン方法も公開しています。一部のツールではログインが必要な場合があります。',
  'note.resource-metadata-ignored': 'サーバーのサインイン文書は使いませんでした。{why}',
  'note.login-without-401': 'サーバーは 401 ではなく {status} でログインを求めています。',
  'note.failed-without-login':
    'サーバーはログインを求めませんでしたが、ログインなしでは失敗しました。{why}',
  'note.several-servers':
    'サーバーが複数のサインインサーバーを指定しています。{issuer} を使い、{others} は使いません。',
  'note.no-server-named':
    'リソースメタデータにサインインサーバーがないため、サーバー自身のアドレスに問い合わせました。',
  'note.no-resource-metadata':
    'サーバーがリソースメタデータを公開していないため、2025-03-26 の方式で、サーバー自身のアドレスからサインインサーバーを見つけました。',
  'note.default-endpoints':
    'サーバーがメタデータをまったく公開していないため、2025-03-26 の既定のエンドポイントを使います。',
  'note.endpoint-dropped': '{why} この項目は除外します。',
  'note.pkce-known': '{host} は S256 を一覧に載せていませんが、対応しています。参照: {source}',
  'note.pkce-unlisted':
    'サインインサーバーは S256 の PKCE への対応を示していませんが、いずれにしても使います。',
  'note.redirect-followed': 'サーバーがリクエストを別のアドレスへ転送しています: {address}',
  'note.legacy-sse': 'サーバーは以前の HTTP+SSE 方式を使っています。',
  'note.metadata-type': '{address} の内容は JSON ですが、形式が {type} と示されています。',
  'note.metadata-nulls': '{address} に空 (null) の項目があります。',
  'note.metadata-mended':
    '{address} の {members} がテキストで書かれているため、意図に沿って読み取りました。',
  'note.metadata-member-dropped': '{address} の {members} は型が正しくないため除外しました。',
  'note.challenge-address-unusable':
    'ログイン要求が {address} を示していますが、使える文書がないため、通常の場所に問い合わせました。',
  'note.challenge-repeated': 'ログイン要求がリソースメタデータを複数回指定しています。',
  'note.challenge-bare-address': 'ログイン要求にはアドレスしか含まれていません。',
  'note.challenge-address-relative': 'ログイン要求のアドレスにホストがありません。',
  'note.resource-slash':
    'サーバーは {resource} と名乗っています。入力したアドレスとはスラッシュ 1 つだけ異なります。',
  'note.resource-broader':
    'サーバーの文書は {resource} 全体についてのもので、入力したアドレスはその一部です。',
  'note.login-host': '{issuer} の代わりに {host} でサインインします。',
  'note.login-host-endpoints': '{issuer} のエンドポイントを {host} で使ってサインインします。',
  'note.issuer-slash':
    'サインインサーバー {issuer} は {found} と名乗っています。末尾のスラッシュだけが異なります。',
  'note.issuer-pinned': '{found} は {issuer} の名前として確認済みです。',
  'note.login-not-discoverable':
    'サーバーはログインを求めていますが、場所を示していません。ヘッダーでキーを受け取るサーバーかもしれません。',
  'note.login-not-described':
    'サーバーが示すサインインサーバー {issuer} は、サインインの方法を公開していません。',
}
