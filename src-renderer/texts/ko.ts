/** The texts of the window in Korean. */
import { en } from './en.ts'

export const ko = en
