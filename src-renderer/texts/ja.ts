/** The texts of the window in Japanese. */
import { en } from './en.ts'

export const ja = en
