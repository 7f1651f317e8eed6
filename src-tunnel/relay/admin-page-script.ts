/** What runs in the administrators' page. Everything it shows is set as text, never as markup: names come from machines. */

export const adminScript = `
'use strict'
let key = ''
const at = (id) => document.getElementById(id)
const say = (text) => { at('said').textContent = text }
const date = (time) => time === null ? '' : new Date(time).toLocaleString()

async function ask(method, path, body) {
  const headers = { authorization: 'Bearer ' + key }
  if (body !== undefined) headers['content-type'] = 'application/json'
  const answer = await fetch('/admin/v1' + path, { method, headers, body: body && JSON.stringify(body) })
  const value = await answer.json()
  if (!answer.ok) throw new Error(value.error ? value.error.message : 'The relay answered ' + answer.status + '.')
  return value
}

function row(cells, actions) {
  const line = document.createElement('tr')
  for (const cell of cells) {
    const place = document.createElement('td')
    place.textContent = cell
    line.append(place)
  }
  const last = document.createElement('td')
  for (const [name, act, question] of actions) {
    const button = document.createElement('button')
    button.type = 'button'
    button.textContent = name
    button.addEventListener('click', () => { if (!question || confirm(question)) run(act) })
    last.append(button)
  }
  line.append(last)
  return line
}

async function run(act) {
  try {
    say('')
    const told = await act()
    await show()
    if (told) say(told)
  } catch (error) { say(error.message) }
}

const shownOnce = (what, text) => what + ', shown this once:\\n' + text

async function show() {
  const { tunnels } = await ask('GET', '/tunnels')
  const { devices } = await ask('GET', '/devices')
  const lists = await Promise.all(tunnels.map((each) => ask('GET', '/tunnels/' + each.alias + '/keys')))
  at('tunnels').replaceChildren(...tunnels.map((each) => row(
    [each.alias, each.organization ? 'organization' : 'personal', each.online + ' of ' + each.devices,
      each.allowFrom.join(', ') || 'anywhere', each.publicUrl],
    [
      ['Access key', async () => shownOnce('Access key', (await ask('POST', '/tunnels/' + each.alias + '/keys', { name: 'platform' })).key)],
      ['Link key', async () => shownOnce('Link key', (await ask('POST', '/tunnels/' + each.alias + '/link-keys', {})).linkKey)],
      ['Remove', () => ask('DELETE', '/tunnels/' + each.alias).then(() => ''), 'Remove ' + each.alias + ' with its machines and keys?'],
    ])))
  at('keys').replaceChildren(...lists.flatMap(({ keys }) => keys).map((each) => row(
    [each.tunnel, each.name, date(each.createdAt), date(each.expiresAt)],
    [
      ['Replace', async () => shownOnce('New access key; the old one ends in an hour',
        (await ask('POST', '/tunnels/' + each.tunnel + '/keys', { name: each.name, overlapSeconds: 3600 })).key)],
      ['Revoke', () => ask('DELETE', '/keys/' + each.id).then(() => ''), 'Revoke this key at once?'],
    ])))
  at('devices').replaceChildren(...devices.map((each) => {
    const live = each.live
    const state = each.revokedAt !== null ? 'revoked' : live ? 'connected since ' + date(live.since) : 'away'
    const line = row(
      [each.name, each.tunnel, each.os, each.version, each.warning ? state + ' — ' + each.warning : state, live ? live.address : '',
        live && live.rttMs !== null ? live.rttMs + ' ms' : '', live ? live.exposed.map((one) => one.name + (one.ready ? '' : ' (not ready)')).join(', ') : ''],
      each.revokedAt === null ? [['Revoke', () => ask('DELETE', '/devices/' + each.id).then(() => ''), 'Cut off ' + each.name + '?']] : [])
    if (each.warning) line.className = 'warning'
    return line
  }))
  at('inside').hidden = false
  at('enter').hidden = true
}

at('enter').addEventListener('submit', (event) => {
  event.preventDefault()
  key = at('key').value.trim()
  at('key').value = ''
  run(async () => '')
})
at('create').addEventListener('submit', (event) => {
  event.preventDefault()
  run(async () => {
    const made = await ask('POST', '/tunnels', { alias: at('alias').value, organization: at('organization').checked })
    at('alias').value = ''
    return shownOnce('Link key of ' + made.tunnel.alias, made.linkKey)
  })
})
at('drain').addEventListener('click', () => {
  if (confirm('Stop this relay when the calls in flight are done?')) {
    ask('POST', '/drain', {}).then(() => say('The relay is draining.'), (error) => say(error.message))
  }
})
setInterval(() => { if (key !== '' && !at('inside').hidden) show().catch((error) => say(error.message)) }, 5000)
`
