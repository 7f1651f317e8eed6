/** How a tool differs from what the person approved, and why a call is not made. */

export const tools = {
  'tool.not-read-only': 'It no longer says that it only reads.',
  'tool.not-destructive': 'It no longer says that it can destroy something.',
  'tool.destructive': 'It now says that it can destroy something.',
  'tool.title': 'Its title is now "{title}" (was "{before}").',
  'tool.address': 'Its description now names the address {address}.',
  'tool.instruction': 'Its description now gives an instruction: "{text}"',
  'tool.sentence': 'Its description now says: "{text}"',
  'tool.less': 'Its description says less than before.',
  'tool.parameter.new': 'It has a new parameter: {name}.',
  'tool.parameter.changed': 'The parameter {name} is described differently.',
  'tool.parameter.gone': 'The parameter {name} is gone.',
  'tool.result-changed': 'What it gives back is described differently.',

  'tool.blocked': 'You blocked the tool {tool}.',
  'tool.blocked.next': 'Allow it first, among the tools.',
  'tool.ask': 'You want to be asked before {tool} is called.',
  'tool.ask.next': 'Confirm the call.',
  'tool.not-listed': 'The tools are not listed at the moment, so there is nothing to approve.',
  'tool.not-listed.next': 'List the tools, look at what changed, and approve then.',
  'result.more-parts': '{count} more parts',
  'result.resource': 'resource',
} as const
