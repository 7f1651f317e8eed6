/** The program `aip`: reads the command line, runs one verb, ends with its exit code. Verbs are loaded when they are asked for. */
import process from 'node:process'
import { createProgram } from './program.ts'
import { runProgram } from './run.ts'

process.exitCode = await runProgram(createProgram, process)
