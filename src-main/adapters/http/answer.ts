/** Hands an answer on as a web-standard Response whose body is counted, timed and fails with problems only. */
import { setImmediate as nextTurn } from 'node:timers/promises'
import type { Response as UndiciResponse } from 'undici'
import type { AppError } from '#core/app-error.ts'
import type { Deadline } from './deadline.ts'
import { abortable } from './dial.ts'

/** Wraps `answer`; `problem` turns an error of the body into a problem. */
export function answerWithin(
  url: URL,
  answer: UndiciResponse,
  deadline: Deadline,
  problem: (error: unknown) => AppError,
): Response {
  deadline.headArrived()
  if (answer.body === null) deadline.done()
  const body = answer.body === null ? null : limitedBody(answer.body, deadline, problem)
  const response = new Response(body, {
    status: answer.status,
    statusText: answer.statusText,
    headers: [...answer.headers],
  })
  // The constructor cannot set it, and callers compare where an answer came from.
  Object.defineProperty(response, 'url', { value: url.href })
  return response
}

function limitedBody(
  body: NonNullable<UndiciResponse['body']>,
  deadline: Deadline,
  problem: (error: unknown) => AppError,
): ReadableStream<Uint8Array<ArrayBuffer>> {
  const reader = body.getReader()
  return new ReadableStream<Uint8Array<ArrayBuffer>>(
    {
      async pull(controller) {
        try {
          const { done, value } = await abortable(reader.read(), deadline.signal)
          if (done) {
            deadline.done()
            // undici gives the socket back a turn later; the next request can then use it instead of a second one.
            await nextTurn()
            return controller.close()
          }
          const bytes = new Uint8Array(value)
          deadline.count(bytes.byteLength)
          controller.enqueue(bytes)
        } catch (error) {
          const reason = problem(deadline.signal.aborted ? deadline.signal.reason : error)
          deadline.abort(reason)
          controller.error(reason)
        }
      },
      cancel(reason) {
        deadline.abort(reason)
      },
    },
    { highWaterMark: 0 },
  )
}
