/** What to enter at a sample server whose app was made by hand: nobody else could tell. */
import type { SamplesView, SampleServerView } from '#contract/app-state.ts'
import type { Journey } from '#contract/journey.ts'

/** Undefined for every server that is no such sample. */
export function sampleOf(journey: Journey, samples: SamplesView): SampleServerView['enter'] {
  if (samples.status !== 'running' || journey.purpose.kind !== 'connect') return undefined
  const { url } = journey.purpose
  return samples.servers.find((each) => each.url === url)?.enter
}
