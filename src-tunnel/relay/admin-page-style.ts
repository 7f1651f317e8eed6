/** The looks of the administrators' page. */

export const adminStyle = `
:root { color-scheme: light dark; font: 16px/1.5 system-ui, sans-serif; }
main { max-width: 76rem; margin: 2rem auto; padding: 0 1rem; }
h1 { font-size: 1.5rem; } h2 { font-size: 1.125rem; margin-top: 2rem; }
table { border-collapse: collapse; width: 100%; }
th, td { text-align: left; padding: .4rem .75rem .4rem 0; border-bottom: 1px solid color-mix(in srgb, currentColor 20%, transparent); vertical-align: top; overflow-wrap: anywhere; }
form { display: flex; gap: .5rem; align-items: center; flex-wrap: wrap; margin: 1rem 0; }
button, input { font: inherit; padding: .3rem .6rem; }
button { margin-right: .25rem; }
#said { min-height: 1.5rem; white-space: pre-wrap; overflow-wrap: anywhere; font-weight: 600; }
.warning { color: light-dark(#9a3412, #fdba74); }
.quiet { position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%); }
`
