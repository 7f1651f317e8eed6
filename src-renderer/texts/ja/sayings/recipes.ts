/** Japanese: how an OAuth app is made at a known provider. Names in its own pages stay as they are there. */
import type { recipes as english } from '#contract/sayings/recipes.ts'
import type { SayingsLike } from '../../tell.ts'

export const recipes: SayingsLike<typeof english> = {
  'recipe.salesforce.1':
    'Salesforce の [設定] で「External Client App Manager」を開き、外部クライアントアプリを新規作成します。',
  'recipe.salesforce.2':
    'OAuth を有効にし、コールバックアドレスを入力して、スコープ mcp_api と refresh_token を選びます。',
  'recipe.salesforce.3':
    'PKCE を必須にし、Web サーバーフローと更新フローでシークレットを必須にせず、JWT ベースのアクセストークンを発行するよう設定します。',
  'recipe.salesforce.4':
    'My Domain やサンドボックスの場合は、ログインホストを入力します。ある組織で作成したクライアントは、別の組織では認識されません。',
  'recipe.salesforce.5':
    'コンシューマー鍵をクライアント ID としてコピーし、シークレットは空欄のままにします。新しいアプリが使えるようになるまで数分かかることがあります。',
  'recipe.entra.1':
    'Entra 管理センターで「アプリの登録 (App registrations)」を開き、新規登録します。',
  'recipe.entra.2':
    'プラットフォーム「モバイル アプリケーションとデスクトップ アプリケーション」を追加し、コールバックアドレスを入力します。ポートは問われません。',
  'recipe.entra.3':
    '「API のアクセス許可」で、MCP サーバーの委任されたアクセス許可を追加します。スコープは多くの場合 /.default で終わるか、api:// 以下の名前です。',
  'recipe.entra.4':
    'アプリケーション (クライアント) ID をコピーします。このプラットフォームではシークレットは不要です。',
  'recipe.github.1':
    'GitHub で「Settings」→「Developer settings」→「OAuth Apps」を開き、新しい OAuth アプリを作成します。',
  'recipe.github.2': 'コールバックアドレスを「Authorization callback URL」に入力します。',
  'recipe.github.3':
    'クライアント ID をコピーし、クライアントシークレットを生成して一緒にコピーします。',
  'recipe.google.1':
    'Google Cloud コンソールで「API とサービス」→「認証情報」を開き、種類が「デスクトップ アプリ」の OAuth クライアント ID を作成します。',
  'recipe.google.2':
    '同じプロジェクトで MCP サーバーが使う API を有効にし、アプリを公開するまでは自分をテストユーザーに追加します。',
  'recipe.google.3':
    'クライアント ID とクライアントシークレットをコピーします。このコンピューターのコールバックアドレスは登録不要です。',
  'recipe.slack.1': 'api.slack.com/apps で、ワークスペースに新しいアプリを作成します。',
  'recipe.slack.2':
    '「OAuth & Permissions」で、コールバックアドレスを表示どおりに追加し、サーバーが求めるユーザートークンのスコープを追加します。',
  'recipe.slack.3':
    '「Basic Information」からクライアント ID とクライアントシークレットをコピーします。',
  'recipe.atlassian.1': 'Atlassian の開発者コンソールで OAuth 2.0 (3LO) アプリを作成します。',
  'recipe.atlassian.2':
    '「Authorization」にコールバックアドレスをポートまで入力し、サーバーに必要な権限を追加します。',
  'recipe.atlassian.3':
    '組織の管理者が、Rovo MCP サーバーの設定でアプリとコールバックアドレスを許可する必要がある場合があります。',
  'recipe.atlassian.4': '「Settings」からクライアント ID とシークレットをコピーします。',
  'recipe.hubspot.1': 'HubSpot で「Development」→「MCP auth apps」を開き、新規作成します。',
  'recipe.hubspot.2': 'コールバックアドレスをリダイレクト URL に入力します。',
  'recipe.hubspot.3':
    'アプリのページからクライアント ID とクライアントシークレットをコピーします。',
  'recipe.okta.1':
    'Okta の管理コンソールで、種類が「OIDC、ネイティブアプリケーション」のアプリ統合を作成します。',
  'recipe.okta.2':
    'Authorization Code と Refresh Token を選び、コールバックアドレスをサインインのリダイレクト URI に入力して、アプリをユーザーに割り当てます。',
  'recipe.okta.3': 'MCP サーバーが使う認可サーバーのアクセスポリシーで、アプリを許可します。',
  'recipe.okta.4': 'クライアント ID をコピーします。クライアント認証は PKCE を使う「None」です。',
  'recipe.cognito.1':
    'ユーザープールで、種類が「mobile app」のアプリクライアントをクライアントシークレットなしで作成します。',
  'recipe.cognito.2':
    'コールバックアドレスを、許可されたコールバック URL に入力します。暗号化なしの http は localhost だけが受け付けられます。',
  'recipe.cognito.3': 'Authorization code grant と、MCP サーバーのスコープを許可します。',
  'recipe.cognito.4': 'クライアント ID をコピーします。',
  'recipe.gitlab.1':
    'GitLab のユーザー設定 (またはグループ設定) で「アプリケーション」を開き、新しいアプリケーションを追加します。',
  'recipe.gitlab.2':
    'コールバックアドレスを 1 行に 1 つ入力し、「Confidential」をオフにして、スコープ mcp を選びます。',
  'recipe.gitlab.3': 'アプリケーション ID をコピーします。シークレットは不要です。',
}
