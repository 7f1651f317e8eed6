/** Where in the window the person is. */

export const connectionTabs = ['overview', 'tools', 'token', 'tunnel', 'trace', 'settings'] as const
export type ConnectionTab = (typeof connectionTabs)[number]

export type Place =
  | { readonly screen: 'connections' }
  | { readonly screen: 'connection'; readonly connectionId: string; readonly tab: ConnectionTab }
  | { readonly screen: 'add' }
  | { readonly screen: 'import' }
  | { readonly screen: 'journey'; readonly journeyId: string }
  | { readonly screen: 'tunnel' }
  | { readonly screen: 'settings' }
  | { readonly screen: 'doctor' }
