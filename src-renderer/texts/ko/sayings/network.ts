/** Korean: between this computer and a server. */
import type { network as english } from '#contract/sayings/network.ts'
import type { SayingsLike } from '../../tell.ts'

export const network: SayingsLike<typeof english> = {
  'network.slow': '{host}의 응답이 {seconds}초 안에 끝나지 않았습니다.',
  'network.slow.next':
    '잠시 뒤에 다시 시도하세요. 계속되면 서버가 실행 중인지 서버 담당자에게 문의하세요.',
  'network.proxy-login': '프록시 {proxy|이/가} 사용자 이름과 비밀번호를 요구합니다.',
  'network.proxy-login.next':
    '프록시 설정에 입력하거나(http://user:password@proxy:port), 프로그램이 이 프록시에 로그인하는 방법을 IT 부서에 문의하세요.',
  'network.proxy-failed': '프록시 {proxy|으로/로} {host}에 연결할 수 없었습니다.',
  'network.proxy-failed.next':
    '이 컴퓨터의 프록시 설정을 확인하거나, 프록시가 이 주소를 허용하는지 IT 부서에 문의하세요.',
  'network.proxy-no-way': '프록시 {proxy|이/가} {host}에 연결할 경로를 찾지 못했습니다.',
  'network.proxy-no-way.next':
    '주소를 확인하세요. 회사 내부 서버라면 NO_PROXY에 추가해야 할 수 있습니다.',
  'network.proxy-slow': '프록시 {proxy|이/가} {host|을/를} 너무 오래 기다렸습니다.',
  'network.proxy-setting': '환경 변수에 설정된 프록시 주소를 이 프로그램에서 사용할 수 없습니다.',
  'network.proxy-setting.next':
    'HTTPS_PROXY를 http://proxy.example.com:3128과 같은 주소로 설정하거나 삭제하세요.',
  'network.proxy-script': '네트워크의 프록시를 정하는 스크립트(PAC)를 사용할 수 없습니다.',
  'network.proxy-script.next':
    'AIP_PROXY_PAC을 확인하거나 스크립트의 올바른 주소를 IT 부서에 문의하세요.',
  'network.port': '{port}번 포트는 다른 서비스용이므로 웹 주소에 사용할 수 없습니다.',
  'network.port.next': '주소의 포트를 확인하세요. 포트가 맞다면 서버가 다른 포트로 옮겨야 합니다.',
  'network.no-host': '{host|이라는/라는} 이름의 컴퓨터가 없습니다.',
  'network.no-host.next':
    '주소에 오타가 없는지 확인하세요. 회사 내부 이름이라면 회사 네트워크나 VPN이 필요할 수 있습니다.',
  'network.refused': '{host}에 연결되지만 {port}번 포트에서 응답이 없습니다.',
  'network.refused.next': '주소의 포트와 서버가 실행 중인지 확인하세요.',
  'network.timed-out': '{host|이/가} 시간 안에 응답하지 않았습니다.',
  'network.timed-out.next':
    '잠시 뒤에 다시 시도하세요. 회사 내부 서버라면 회사 네트워크나 VPN이 필요할 수 있습니다.',
  'network.captive':
    '이 컴퓨터가 연결된 네트워크가 {host} 대신 응답합니다. 로그인하기 전의 게스트 네트워크에서 흔히 있는 일입니다.',
  'network.captive.next':
    '브라우저에서 아무 웹 페이지나 열어 네트워크에 로그인한 뒤 다시 시도하세요. 로그인 페이지가 나오지 않으면 이 네트워크가 주소를 차단하는지 IT 부서에 문의하세요.',
  'network.no-connection': '{seconds}초 안에 {host}에 연결하지 못했습니다.',
  'network.no-lookup':
    '이름 서버가 실패했거나 응답하지 않아 {host|이라는/라는} 이름의 주소를 찾을 수 없습니다.',
  'network.no-lookup.next':
    '잠시 뒤에 다시 시도하세요. 이 이름만 실패하면 서버 담당자에게 알리고, 다른 이름도 실패하면 이 네트워크의 이름 서버를 IT 부서에 문의하세요.',
  'network.client-certificate':
    '{host|이/가} 암호화된 연결을 거부했습니다. 클라이언트 인증서를 요구하는 것으로 보입니다.',
  'network.client-certificate.next':
    'IT 부서에서 이 서버용 클라이언트 인증서를 받아 연결 설정에 파일을 지정하세요.',
  'network.no-tls': '{host|과/와} 암호화된 연결을 맺지 못했습니다.',
  'network.no-tls.next': '주소와 포트가 https 서버의 것인지 확인하세요.',
  'network.not-http': '{host}의 응답이 HTTP가 아닙니다.',
  'network.not-http.next': '주소와 포트를 확인하세요. 올바른 값은 서버 담당자에게 문의하세요.',
  'network.broke': '응답이 끝나기 전에 {host|과/와}의 연결이 끊겼습니다.',
  'network.broke.next':
    '다시 시도하세요. 계속되면 서버 담당자에게 서버 로그를 확인해 달라고 요청하세요.',
  'network.no-way': '이 컴퓨터에서 {host}에 연결할 경로가 없습니다.',
  'network.no-way.next':
    '네트워크 연결을 확인하세요. 회사 내부 서버라면 회사 네트워크나 VPN이 필요할 수 있습니다.',
  'network.offline': '이 컴퓨터가 네트워크에 연결되어 있지 않은 것 같습니다.',
  'network.offline.next': '네트워크(또는 VPN)에 연결한 뒤 다시 시도하세요.',
  'network.macos': 'macOS가 로컬 네트워크의 {host}에 대한 이 프로그램의 접근을 막았습니다.',
  'network.macos.next':
    '시스템 설정 → 개인정보 보호 및 보안 → 로컬 네트워크에서 이 프로그램을 허용하세요.',
  'network.late': '주어진 시간 안에 응답이 오지 않았습니다.',
  'network.late.next': '잠시 뒤에 다시 시도하세요.',
  'network.cancelled': '취소되었습니다.',
  'network.cancelled.next': '원할 때 다시 시작하세요.',
  'network.too-large': '짧은 문서가 와야 할 곳에 {host|이/가} {size}보다 많은 데이터를 보냈습니다.',
  'network.too-large.next':
    '주소를 확인하세요. 어떤 응답이 와야 하는지는 서버 담당자에게 문의하세요.',
  'network.not-address': '웹 주소가 아닙니다.',
  'network.not-address.next': 'https://…와 같은 주소를 사용하세요.',
  'network.credentials': '{host}의 주소에 사용자 이름이나 비밀번호가 들어 있습니다.',
  'network.credentials.next': '주소에서 빼세요. 필요한 것은 로그인할 때 묻습니다.',
  'network.unencrypted':
    '{origin} 주소는 암호화되지 않습니다(https가 아닌 http). 전송 내용을 다른 사람이 읽을 수 있습니다.',
  'network.unencrypted.next':
    '이 서버의 https 주소를 사용하세요. 없다면 서버 담당자에게 요청하세요.',
  'network.unencrypted.confirm':
    'https 주소를 사용하거나, 내부 네트워크의 이 서버를 암호화 없이 사용해도 되는지 확인해 주세요.',
  'network.forbidden':
    '{origin} 주소는 어떤 서버도 이 프로그램을 보내서는 안 되는 곳으로 이어집니다.',
  'network.forbidden.next':
    '주소를 확인하세요. 서버가 지정한 주소라면 그 서버의 담당자에게 알리세요.',
  'network.crossed':
    '{home|이/가} {origin|을/를} 가리키며, 이 주소는 {zone|으로/로} 이어집니다. 보호하기 위해 거부했습니다.',
  'network.crossed.next': '의도한 것이라면 이 서버에 이 주소를 허용해 달라고 IT 부서에 요청하세요.',
  'network.home.person': '입력한 주소',
  'network.home.server': '{zone}에 있는 서버',

  'certificate.early': '{host}의 인증서가 아직 유효하지 않습니다.',
  'certificate.expired': '{host} 또는 그 상위 인증 기관의 인증서가 만료되었습니다.',
  'certificate.expired.next':
    '이 컴퓨터의 날짜와 시각을 확인하세요. 맞다면 서버 담당자가 인증서를 갱신해야 합니다.',
  'certificate.wrong-host': '{host|이/가} 제시한 인증서는 다른 이름으로 발급되었습니다.',
  'certificate.wrong-host.next':
    '주소를 확인하세요. 주소가 맞다면 서버 담당자가 인증서에 이 이름을 추가해야 합니다.',
  'certificate.chain':
    '{host|이/가} 자신의 인증서와 이 컴퓨터가 신뢰하는 기관 사이에 있는 “{issuer}” 인증서를 보내지 않습니다.',
  'certificate.chain.next':
    '서버 담당자가 인증서 체인 전체를 설정해야 합니다. 발급자가 회사라면 그 인증서 파일을 연결에 추가해도 해결됩니다.',
  'certificate.untrusted':
    '{host}의 인증서는 이 컴퓨터가 신뢰하지 않는 “{issuer}”에서 발급했습니다.',
  'certificate.untrusted.next':
    '회사 서버라면 IT 부서에서 인증 기관의 파일을 받아 연결 설정에 지정하세요.',
  'certificate.issuer.unknown': '알 수 없는 기관',
  'certificate.issuer.unnamed': '이름 없는 기관',
  'certificate.file': '인증서 파일 {file|을/를} 읽을 수 없습니다.',
  'certificate.file.next':
    '파일이 있는지, PEM 형식의 인증서(-----BEGIN CERTIFICATE-----)인지 확인하세요.',
  'file.unreadable': '파일 {path|을/를} 읽을 수 없습니다.',
  'file.unreadable.next': '이름과 읽기 권한을 확인하세요.',
}
