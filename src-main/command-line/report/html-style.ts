/** How the HTML report looks. */

export const htmlStyle = `
:root { color-scheme: light dark;
  --text: light-dark(#1c2024, #eceef0); --soft: light-dark(#5b6470, #a3acb8); --page: light-dark(#f7f8fa, #111417);
  --card: light-dark(#ffffff, #191d22); --line: light-dark(#dfe3e8, #2c333b); --code: light-dark(#f1f3f6, #0e1114);
  --pass: light-dark(#17703c, #5fd08e); --warn: light-dark(#8a5300, #f0b74e); --fail: light-dark(#b3261e, #ff8a80); --link: light-dark(#0b57d0, #8ab4f8); }
* { box-sizing: border-box; }
body { margin: 0; background: var(--page); color: var(--text); font: 16px/1.5 system-ui, sans-serif; }
main { max-width: 58rem; margin: 0 auto; padding: 2rem 1rem 4rem; }
h1 { font-size: 1.6rem; line-height: 1.2; margin: 0 0 .25rem; }
h2 { font-size: 1.1rem; margin: 2rem 0 .5rem; display: flex; gap: .75rem; align-items: baseline; flex-wrap: wrap; }
.address { font-size: 1.05rem; margin: 0 0 1rem; overflow-wrap: anywhere; }
.counts { font-weight: 400; font-size: .875rem; color: var(--soft); }
.facts { display: grid; grid-template-columns: max-content 1fr; gap: .2rem 1rem; margin: 0; }
.facts dt { color: var(--soft); } .facts dd { margin: 0; overflow-wrap: anywhere; }
ul { list-style: none; margin: 0; padding: 0; background: var(--card); border: 1px solid var(--line); border-radius: 10px; overflow: hidden; }
li + li { border-top: 1px solid var(--line); }
summary { cursor: pointer; padding: .55rem .9rem; display: flex; gap: .6rem; align-items: baseline; }
summary::marker, summary::-webkit-details-marker { display: none; content: ''; }
summary:focus-visible, a:focus-visible, pre:focus-visible { outline: 2px solid var(--link); outline-offset: -2px; }
.title { flex: 1; }
.mark { font-weight: 700; width: 1.1em; text-align: center; color: var(--soft); }
.pass .mark { color: var(--pass); } .warn .mark { color: var(--warn); } .fail .mark { color: var(--fail); }
.skip .title { color: var(--soft); }
.level { font-size: .8rem; color: var(--soft); }
.body { padding: 0 .9rem .8rem 2.6rem; }
.body p { margin: .1rem 0 .3rem; overflow-wrap: anywhere; }
.source { font-size: .875rem; color: var(--soft); }
a { color: var(--link); }
.code summary { padding: .2rem 0; color: var(--link); font-size: .9rem; }
code { font: .85em/1.45 ui-monospace, monospace; }
pre { background: var(--code); border: 1px solid var(--line); border-radius: 8px; padding: .7rem .9rem; margin: .2rem 0 .5rem; overflow-x: auto; }
@media print { body { background: none; } ul { border: 0; } }
`
