/** Korean: how an OAuth app is made at a known provider. Names in its own pages stay as they are there. */
import type { recipes as english } from '#contract/sayings/recipes.ts'
import type { SayingsLike } from '../../tell.ts'

export const recipes: SayingsLike<typeof english> = {
  'recipe.salesforce.1':
    'Salesforce 설정(Setup)에서 “External Client App Manager”를 열고 새 외부 클라이언트 앱을 만드세요.',
  'recipe.salesforce.2':
    'OAuth를 켜고 콜백 주소를 입력한 다음, 범위 mcp_api와 refresh_token을 선택하세요.',
  'recipe.salesforce.3':
    'PKCE를 필수로 하고, 웹 서버 흐름과 갱신 흐름에는 시크릿을 요구하지 않도록 하고, JWT 기반 액세스 토큰을 발급하도록 설정하세요.',
  'recipe.salesforce.4':
    'My Domain이나 샌드박스라면 로그인 호스트를 입력하세요. 한 조직에서 만든 클라이언트는 다른 조직에서 인식되지 않습니다.',
  'recipe.salesforce.5':
    'Consumer key를 클라이언트 ID로 복사하고 시크릿은 비워 두세요. 새 앱은 사용할 수 있게 되기까지 몇 분 걸릴 수 있습니다.',
  'recipe.entra.1': 'Entra 관리 센터에서 “App registrations(앱 등록)”를 열고 새로 등록하세요.',
  'recipe.entra.2':
    '플랫폼 “Mobile and desktop applications”를 추가하고 콜백 주소를 입력하세요. 포트는 상관없습니다.',
  'recipe.entra.3':
    '“API permissions”에서 MCP 서버의 위임된 권한을 추가하세요. 범위는 보통 /.default로 끝나거나 api:// 아래의 이름입니다.',
  'recipe.entra.4':
    '애플리케이션(클라이언트) ID를 복사하세요. 이 플랫폼에는 시크릿이 필요 없습니다.',
  'recipe.github.1':
    'GitHub에서 “Settings” → “Developer settings” → “OAuth Apps”를 열고 새 OAuth 앱을 만드세요.',
  'recipe.github.2': '콜백 주소를 “Authorization callback URL”에 입력하세요.',
  'recipe.github.3': '클라이언트 ID를 복사하고, 클라이언트 시크릿을 생성해 함께 복사하세요.',
  'recipe.google.1':
    'Google Cloud 콘솔에서 “APIs & Services” → “Credentials”를 열고, 유형이 “Desktop app”인 OAuth 클라이언트 ID를 만드세요.',
  'recipe.google.2':
    '같은 프로젝트에서 MCP 서버가 사용하는 API를 켜고, 앱을 게시하기 전까지는 자신을 테스트 사용자로 추가하세요.',
  'recipe.google.3':
    '클라이언트 ID와 클라이언트 시크릿을 복사하세요. 이 컴퓨터의 콜백 주소는 등록하지 않아도 됩니다.',
  'recipe.slack.1': 'api.slack.com/apps에서 워크스페이스에 새 앱을 만드세요.',
  'recipe.slack.2':
    '“OAuth & Permissions”에 콜백 주소를 표시된 그대로 추가하고, 서버가 요청하는 사용자 토큰 범위를 추가하세요.',
  'recipe.slack.3': '“Basic Information”에서 클라이언트 ID와 클라이언트 시크릿을 복사하세요.',
  'recipe.atlassian.1': 'Atlassian 개발자 콘솔에서 OAuth 2.0(3LO) 앱을 만드세요.',
  'recipe.atlassian.2':
    '“Authorization”에 콜백 주소를 포트까지 입력하고, 서버에 필요한 권한을 추가하세요.',
  'recipe.atlassian.3':
    '조직 관리자가 Rovo MCP 서버 설정에서 앱과 콜백 주소를 허용해야 할 수 있습니다.',
  'recipe.atlassian.4': '“Settings”에서 클라이언트 ID와 시크릿을 복사하세요.',
  'recipe.hubspot.1': 'HubSpot에서 “Development” → “MCP auth apps”를 열고 새로 만드세요.',
  'recipe.hubspot.2': '콜백 주소를 리디렉션 URL로 입력하세요.',
  'recipe.hubspot.3': '앱 페이지에서 클라이언트 ID와 클라이언트 시크릿을 복사하세요.',
  'recipe.okta.1': 'Okta 관리 콘솔에서 유형이 “OIDC, Native Application”인 앱 통합을 만드세요.',
  'recipe.okta.2':
    'Authorization Code와 Refresh Token을 선택하고, 콜백 주소를 로그인 리디렉션 URI로 입력한 다음, 앱을 사용자에게 할당하세요.',
  'recipe.okta.3': 'MCP 서버가 사용하는 인가 서버의 액세스 정책에서 앱을 허용하세요.',
  'recipe.okta.4': '클라이언트 ID를 복사하세요. 클라이언트 인증은 PKCE를 사용하는 “None”입니다.',
  'recipe.cognito.1':
    '사용자 풀에서 유형이 “mobile app”인 앱 클라이언트를 클라이언트 시크릿 없이 만드세요.',
  'recipe.cognito.2':
    '콜백 주소를 허용된 콜백 URL로 입력하세요. 암호화되지 않은 http는 localhost만 받습니다.',
  'recipe.cognito.3': 'Authorization code grant와 MCP 서버의 범위를 허용하세요.',
  'recipe.cognito.4': '클라이언트 ID를 복사하세요.',
  'recipe.gitlab.1':
    'GitLab의 환경 설정(또는 그룹 설정)에서 “Applications”를 열고 새 애플리케이션을 추가하세요.',
  'recipe.gitlab.2':
    '콜백 주소를 한 줄에 하나씩 입력하고, “Confidential”을 해제하고, 범위 mcp를 선택하세요.',
  'recipe.gitlab.3': '애플리케이션 ID를 복사하세요. 시크릿은 필요 없습니다.',
}
