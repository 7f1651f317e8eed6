/** Gives the app a command from a screen, and remembers that it is under way and what went wrong. */
import { useState } from 'react'
import type { CommandInput, CommandName, CommandOutput } from '#contract/commands.ts'
import type { Problem } from '#contract/problem.ts'
import { useApp } from './app-context.tsx'

export interface Acting {
  /** The command under way. */
  readonly busy: CommandName | undefined
  /** Why the last command failed. */
  readonly problem: Problem | undefined
  readonly forget: () => void
  readonly run: <Name extends CommandName>(
    name: Name,
    input: CommandInput<Name>,
    done?: (value: CommandOutput<Name>) => void,
  ) => void
}

export function useActing(): Acting {
  const { client } = useApp()
  const [busy, setBusy] = useState<CommandName>()
  const [problem, setProblem] = useState<Problem>()
  return {
    busy,
    problem,
    forget: () => setProblem(undefined),
    run: (name, input, done) => {
      setBusy(name)
      setProblem(undefined)
      const act = async (): Promise<void> => {
        const reply = await client.run(name, input)
        setBusy(undefined)
        if (reply.ok) done?.(reply.value)
        else setProblem(reply.problem)
      }
      // A transport never rejects.
      void act()
    },
  }
}
