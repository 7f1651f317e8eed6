/** What a person chooses for the whole app; kept with the data, no secret. */
import { z } from 'zod'
import { EnteredPlatformCallback, PlatformCallback } from './platform-callback.ts'

export const Preferences = z.object({
  theme: z.enum(['system', 'light', 'dark']).default('system'),
  language: z.enum(['system', 'en', 'ko', 'ja']).default('system'),
  /** `popup` only where the shell can; hosts that refuse embedded browsers get the system browser anyway (R31). */
  signInWith: z.enum(['popup', 'system-browser']).default('popup'),
  launchAtLogin: z.boolean().default(false),
  notifications: z.boolean().default(true),
  /** `system` follows the environment and the operating system. Applies from the next start on. */
  proxy: z
    .discriminatedUnion('mode', [
      z.object({ mode: z.literal('system') }),
      z.object({ mode: z.literal('direct') }),
      z.object({ mode: z.literal('manual'), url: z.url({ protocol: /^https?$/ }) }),
    ])
    .default({ mode: 'system' }),
  /** PEM file with certificate authorities to trust beside the system's; empty: none. Applies from the next start on. */
  caFile: z.string().default(''),
  /** Callback of the AI platform, offered for apps made by hand; empty: none. */
  platformCallback: z.union([z.literal(''), PlatformCallback]).default(''),
})
export type Preferences = z.infer<typeof Preferences>

/** Any part of them; absent members stay as they are. */
export const PreferencesChange = z.object({
  theme: Preferences.shape.theme.unwrap().optional(),
  language: Preferences.shape.language.unwrap().optional(),
  signInWith: Preferences.shape.signInWith.unwrap().optional(),
  launchAtLogin: z.boolean().optional(),
  notifications: z.boolean().optional(),
  proxy: Preferences.shape.proxy.unwrap().optional(),
  caFile: z.string().optional(),
  platformCallback: z.union([z.literal(''), EnteredPlatformCallback]).optional(),
})
export type PreferencesChange = z.infer<typeof PreferencesChange>
