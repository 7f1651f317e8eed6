/** The order of the test files: those that take minutes begin first, so that at the end no processor waits for one of them. */
import { BaseSequencer } from 'vitest/node'
import type { TestSpecification } from 'vitest/node'

const slowest = [
  'test/renderer/screens.test.ts',
  'test/end-to-end/conformance.test.ts',
  'test/window/',
  'test/end-to-end/faults.test.ts',
]

/** A class because that is what vitest asks for. */
export class SlowFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const sorted = await super.sort(files)
    return sorted.toSorted((one, other) => placeOf(one) - placeOf(other))
  }
}

function placeOf({ moduleId }: TestSpecification): number {
  const at = slowest.findIndex((each) => moduleId.includes(each))
  return at < 0 ? slowest.length : at
}
