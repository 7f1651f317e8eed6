/** `aip relay tunnel`, `key` and `device`: administers a relay over its admin API. */
import { createHttp } from '#adapters/http/http.ts'
import { createLog } from '#adapters/log.ts'
import { appError } from '#core/app-error.ts'
import type { DeviceView } from '#tunnel/protocol/admin.ts'
import { isSafeRelay } from '#tunnel/protocol/linking.ts'
import { AdminRefusal, createAdminClient } from '#tunnel/relay/admin-client.ts'
import type { AdminClient } from '#tunnel/relay/admin-client.ts'
import { createQuestions } from '../questions.ts'
import { table } from '../table.ts'
import type { Verb, VerbContext } from '../verb.ts'
import { version } from '../version.ts'

export interface RelayOptions {
  readonly relay: string
}

export function createTunnel(
  alias: string,
  options: RelayOptions & {
    organization?: boolean
    unguessable?: boolean
    allowFrom: readonly string[]
  },
): Verb {
  return administer(options, async (relay, { output }) => {
    const made = await relay.createTunnel({
      alias,
      organization: options.organization === true,
      unguessable: options.unguessable === true,
      allowFrom: [...options.allowFrom],
    })
    output.result(
      made,
      [
        `The tunnel ${made.tunnel.alias} is made. Its address: ${made.tunnel.publicUrl}/<connection>`,
        linkKeyText(made),
        `Next, for the platform: aip relay key create ${made.tunnel.alias}`,
      ].join('\n\n'),
    )
  })
}

export function listTunnels(options: RelayOptions): Verb {
  return administer(options, async (relay, { output }) => {
    const list = await relay.tunnels()
    const rows = list.tunnels.map((each) => [
      each.alias,
      each.organization ? 'organization' : 'personal',
      `${each.online} of ${each.devices}`,
      each.allowFrom.join(', ') || 'anywhere',
      each.publicUrl,
    ])
    const head = ['TUNNEL', 'KIND', 'CONNECTED', 'CALLERS FROM', 'ADDRESS']
    output.result(list, rows.length ? table(head, rows, output.paint) : 'No tunnels yet.')
  })
}

export function removeTunnel(alias: string, options: RelayOptions): Verb {
  return administer(options, async (relay, { output }) => {
    output.result(await relay.removeTunnel(alias), `The tunnel ${alias} is removed.`)
  })
}

export function createKey(
  tunnel: string,
  options: RelayOptions & { name: string; overlap?: number; link?: boolean },
): Verb {
  return administer(options, async (relay, { output }) => {
    if (options.link === true) {
      const made = await relay.createLinkKey(tunnel)
      return output.result(made, linkKeyText(made))
    }
    const { name, overlap } = options
    const made = await relay.createKey(tunnel, {
      name,
      ...(overlap !== undefined && { overlapSeconds: overlap }),
    })
    output.result(
      made,
      `Access key ${name} (${made.id}), shown this once:\n  ${made.key}\n\nThe platform sends it as Authorization: Bearer <key>, or in the header aip-access-key.`,
    )
  })
}

export function listKeys(tunnel: string, options: RelayOptions): Verb {
  return administer(options, async (relay, { output }) => {
    const list = await relay.keys(tunnel)
    const rows = list.keys.map((each) => [
      each.id,
      each.name,
      dateText(each.createdAt),
      each.expiresAt === null ? '-' : dateText(each.expiresAt),
    ])
    const text = table(['ID', 'NAME', 'MADE', 'ENDS'], rows, output.paint)
    output.result(list, rows.length ? text : 'No access keys.')
  })
}

export function revokeKey(id: string, options: RelayOptions): Verb {
  return administer(options, async (relay, { output }) => {
    output.result(await relay.revokeKey(id), `The access key ${id} is revoked.`)
  })
}

export function listDevices(options: RelayOptions): Verb {
  return administer(options, async (relay, { output }) => {
    const list = await relay.devices()
    const head = ['ID', 'NAME', 'TUNNEL', 'STATE', 'ADDRESS', 'ROUND TRIP', 'EXPOSES']
    const text = table(head, list.devices.map(deviceRow), output.paint)
    const warnings = list.devices.flatMap(({ id, warning }) =>
      warning === null ? [] : [output.paint.warn(`${id}: ${warning}`)],
    )
    output.result(list, list.devices.length ? [text, ...warnings].join('\n') : 'No machines yet.')
  })
}

export function revokeDevice(id: string, options: RelayOptions): Verb {
  return administer(options, async (relay, { output }) => {
    output.result(await relay.revokeDevice(id), `The machine ${id} is cut off.`)
  })
}

function deviceRow(device: DeviceView): string[] {
  const { id, name, tunnel, live, revokedAt, os } = device
  const state = revokedAt === null ? (live ? `since ${dateText(live.since)}` : 'away') : 'revoked'
  const trip = live?.rttMs == null ? '-' : `${live.rttMs} ms`
  const exposed = live?.exposed.map((each) => each.name).join(', ') || '-'
  return [id, `${name} (${os})`, tunnel, state, live?.address ?? '-', trip, exposed]
}

function linkKeyText({ linkKey, linkKeyExpiresAt }: { linkKey: string; linkKeyExpiresAt: number }) {
  return `Link key for the machine, until ${dateText(linkKeyExpiresAt)}:\n  ${linkKey}\n\nThere: aip tunnel link -`
}

function dateText(time: number): string {
  return new Date(time).toISOString().slice(0, 16).replace('T', ' ')
}

/** Runs `work` with a client of the relay, and turns its refusals into problems. */
function administer(
  options: RelayOptions,
  work: (relay: AdminClient, context: VerbContext) => Promise<void>,
): Verb {
  return async (context) => {
    const url = URL.canParse(options.relay) ? new URL(options.relay) : undefined
    if (!url || !isSafeRelay(url)) {
      throw appError('bad-usage', {
        step: 'input',
        whoseTurn: 'you',
        message: '--relay has to be an https address, or http on this computer.',
        next: 'Give it like https://relay.example.com.',
      })
    }
    const adminKey = await adminKeyFor(context)
    const log = createLog({ level: 'silent', format: 'text', now: Date.now })
    const http = createHttp({ environment: context.host.env, log, version })
    try {
      const fetch = http.fetchWithin({ zone: 'person', limits: 'machine' })
      const { signal } = context
      await work(createAdminClient({ relay: url.origin, adminKey, fetch, signal }), context)
    } catch (error) {
      throw error instanceof AdminRefusal ? problemOf(error, url.origin) : error
    } finally {
      await http.close()
    }
  }
}

async function adminKeyFor({ host, signal }: VerbContext): Promise<string> {
  const named = host.env['AIP_RELAY_ADMIN_KEY']?.trim()
  if (named) return named
  const questions = createQuestions(host)
  try {
    const typed = (await questions.secret('Admin key of the relay: ', signal))?.trim()
    if (typed) return typed
  } finally {
    questions.close()
  }
  throw appError('bad-usage', {
    step: 'input',
    whoseTurn: 'you',
    message: 'The admin key of the relay is needed.',
    next: 'Set AIP_RELAY_ADMIN_KEY, or give the key on standard input.',
  })
}

const codes = {
  no_such_tunnel: 'no-such-tunnel',
  alias_taken: 'name-taken',
  bad_request: 'bad-usage',
  not_a_relay: 'relay-unreachable',
} as const

function problemOf(refusal: AdminRefusal, relay: string): Error {
  const known = Object.entries(codes).find(([code]) => code === refusal.code)
  const keyWrong = refusal.code === 'admin_key_wrong'
  return appError(known?.[1] ?? 'relay-refused', {
    step: 'relay',
    whoseTurn: 'you',
    message: refusal.message.endsWith('.') ? refusal.message : `${refusal.message}.`,
    next: keyWrong
      ? 'Use the key that aip relay serve printed on its first start.'
      : 'Check the name and the address of the relay, and try again.',
    details: { relay, reason: refusal.code },
    cause: refusal,
  })
}
