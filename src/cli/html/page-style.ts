/**
 * The style of a page. Two hues carry meaning: blue is what we believe, orange what is wrong; red is
 * for `stop` and a failed check alone. What is well has no colour.
 */
const TOKENS = `
:root{color-scheme:light;--bg:#F7F7F5;--panel:#FFFFFF;--sunk:#EFEFEB;--ink:#191B1E;--ink2:#4A4E55;--ink3:#676B72;--trust:#1D5FC4;--band:#C9DAF4;--warn:#9A4B00;--mark:#C76A12;--wash:#FBEFDF;--stop:#B3202C;--fill:#B3202C;--quiet:#80848B;--edge:#85888D;--line:#DDDDD7}
`;
const DARK = `color-scheme:dark;--bg:#121417;--panel:#1A1D21;--sunk:#22262B;--ink:#ECEDEE;--ink2:#B9BDC4;--ink3:#969BA4;--trust:#7FB2FF;--band:#263E63;--warn:#F2AA5C;--mark:#E0913C;--wash:#33271A;--stop:#FF8F88;--fill:#BF3138;--quiet:#7C828B;--edge:#767C85;--line:#31363D`;

/** Dark by the system's wish or the switch's; paper is always light. */
const THEMES = `
@media screen and (prefers-color-scheme:dark){:root:not([data-theme=light]){${DARK}}}
@media screen{:root[data-theme=dark]{${DARK}}}
`;

const TEXT = `
*{box-sizing:border-box}
body{margin:0;background:var(--bg);color:var(--ink);font:14px/20px system-ui,-apple-system,"Segoe UI",Roboto,Inter,"Liberation Sans",sans-serif;font-variant-numeric:tabular-nums;-webkit-text-size-adjust:100%}
header,main,footer{max-width:1200px;margin:0 auto;padding:0 24px}
header{display:flex;align-items:center;justify-content:space-between;min-height:56px;border-bottom:1px solid var(--line);max-width:1152px;padding:0}
.brand{font-weight:600;margin:0}
footer{color:var(--ink3);font-size:12px;line-height:16px;padding-top:24px;padding-bottom:24px}
footer p{margin:0}
h1,h2,h3,p,ul,blockquote{margin:0}
h1{font-size:24px;line-height:32px;font-weight:620;text-wrap:balance}
h2{font-size:14px;line-height:20px;font-weight:600}
p,h1,h2,td,li,summary,blockquote{overflow-wrap:anywhere}
code{unicode-bidi:isolate;font-family:ui-monospace,SFMono-Regular,Menlo,Consolas,"Liberation Mono",monospace;font-size:.92em}
b{font-weight:600}
.crumb{color:var(--ink3);font-size:12px;line-height:16px;margin:24px 0 4px}
.lead{color:var(--ink2);margin-top:4px}
.kind,.warn{color:var(--warn)}
h1 .kind{color:inherit;font-weight:inherit}
.soft,.caption{color:var(--ink3)}
.caption,.readout{font-size:12px;line-height:16px}
.stop{color:var(--stop)}
a{color:inherit}
button{font:inherit;color:var(--ink);background:none;border:1px solid var(--edge);border-radius:8px;padding:5px 12px;min-height:32px;cursor:pointer}
button:hover{background:var(--sunk)}
[hidden]{display:none!important}
:focus-visible{outline:2px solid var(--trust);outline-offset:2px}
`;

const LAYOUT = `
.figures{display:flex;flex-wrap:wrap;gap:4px 24px;list-style:none;padding:0;margin-top:16px;color:var(--ink2)}
.run{display:grid;grid-template-columns:minmax(0,1fr) 336px;gap:16px;margin-top:16px;align-items:start}
.main,.side{display:grid;gap:16px;min-width:0}
.rest{grid-column:1/-1;display:grid;gap:16px;min-width:0}
.card{background:var(--panel);border:1px solid var(--line);border-radius:10px;padding:16px;min-width:0}
.number{display:flex;flex-wrap:wrap;align-items:baseline;gap:0 12px;font-weight:400;color:var(--ink2)}
.number b{font-size:44px;line-height:48px;font-weight:600;color:var(--trust);font-variant-numeric:normal;white-space:nowrap}
.number .early{font-size:24px;line-height:32px;font-weight:620;color:var(--ink)}
.trust-card p{color:var(--ink2)}
.trust-card .trust-bar{width:100%;margin:8px 0}
.outcome{margin-bottom:8px}
.trust-card .outcome{color:var(--ink)}
.trust-card .outcome.stop{color:var(--stop)}
.advice h2{line-height:24px}
blockquote{margin-top:8px;padding-left:12px;border-left:2px solid var(--line);color:var(--ink2)}
.copy{margin-top:12px}
.chip{display:inline-block;border-radius:12px;padding:0 10px;font-size:12px;line-height:20px;border:1px solid var(--edge);font-weight:600;white-space:nowrap}
.chip.stop{background:var(--fill);border-color:var(--fill);color:#FFFFFF}
.chip.ask{background:var(--wash);border-color:var(--mark);color:var(--warn)}
.problems ul{margin:8px 0 0;padding-left:20px;color:var(--ink2)}
`;

const TABLES = `
table{border-collapse:collapse;width:100%;margin-top:8px}
th{font-size:12px;line-height:16px;font-weight:400;color:var(--ink3);text-align:left;vertical-align:bottom}
th,td{padding:8px 16px 8px 0;vertical-align:top}
th:last-child,td:last-child{padding-right:0}
td{border-top:1px solid var(--line)}
.concerns td:not(:first-child){color:var(--ink2);white-space:nowrap}
.concerns td:nth-child(3){white-space:normal;min-width:9em}
.concerns th:first-child,.concerns td:first-child{padding-left:12px}
.concerns .stands td{background:var(--wash)}
.concerns .stands td:first-child{box-shadow:inset 3px 0 0 var(--mark)}
.concerns .stands td:last-child{padding-right:12px}
.concerns .over{color:var(--ink2)}
.number-cell{text-align:right}
.fold summary{cursor:pointer;list-style:none;display:flex;align-items:center;gap:8px}
.fold summary::-webkit-details-marker{display:none}
summary::before{content:"";flex:none;width:7px;height:7px;border:solid var(--ink2);border-width:0 2px 2px 0;transform:rotate(-45deg);margin:0 4px}
[open]>summary::before{transform:rotate(45deg)}
summary h2{display:inline}
.note{margin-top:8px}
.more{margin-top:8px}
.more summary{color:var(--ink2)}
.steps td,.steps th{padding-top:4px;padding-bottom:4px}
.steps tr.stands td{background:var(--wash)}
.steps td{overflow-wrap:break-word}
.steps td:first-child{white-space:nowrap}
.steps td:first-child,.steps th:first-child{padding-left:8px}
.steps td:nth-child(n+3),.steps th:nth-child(n+3){text-align:right;white-space:nowrap}
`;

const CHART = `
.forms{position:absolute;width:0;height:0}
.chart{display:block;overflow:visible;width:calc(100% - 136px);margin:12px 60px 0 76px;font-size:12px;touch-action:pan-y}
.chart svg{overflow:visible}
.chart text{fill:var(--ink2)}
.chart .end{text-anchor:end}
.chart .middle{text-anchor:middle}
.chart .soft,.chart .early-note{fill:var(--ink3)}
.chart .warn{fill:var(--warn);font-weight:600}
.chart .figure{fill:var(--trust);font-weight:600}
.rule{stroke:var(--line);fill:none}
.lane{stroke:var(--line);stroke-dasharray:1 4}
.wash{fill:var(--wash)}
.began{stroke:var(--mark);stroke-width:2}
.band{fill:var(--band)}
.chart path{vector-effect:non-scaling-stroke}
.forecast{fill:none;stroke:var(--trust);stroke-width:2;stroke-linejoin:round}
.band.early{fill:none;stroke:var(--quiet);stroke-dasharray:3 3}
.forecast.early{stroke:var(--quiet)}
.dot{fill:var(--trust)}
.bracket{stroke:var(--trust);stroke-width:2}
.tick{stroke:var(--quiet);stroke-width:2}
.edit{stroke:var(--ink2);stroke-width:8}
.cost{fill:var(--quiet)}
.cost.lost{fill:var(--mark)}
.cross{stroke:var(--ink2);stroke-width:2;fill:none}
.cross.stop{stroke:var(--stop)}
.cross.thin{stroke:var(--quiet)}
.ring{stroke:var(--ink2);stroke-width:2;fill:var(--panel)}
.cursor{stroke:var(--ink2);stroke-dasharray:2 2}
.trust-bar{display:block;overflow:visible;width:150px}
.half{stroke:var(--quiet)}
.readout{margin-top:8px;color:var(--ink2);min-height:16px}
.narrow{display:none}
`;

const RUNS = `
.overview{display:grid;grid-template-columns:minmax(0,2.2fr) minmax(0,1fr);gap:16px;margin-top:16px;align-items:start}
.overview>:only-child{grid-column:1/-1;max-width:720px}
.costs td:not(:first-child),.costs th:not(:first-child){text-align:right;white-space:nowrap}
.costs th{white-space:normal!important}
.costs td:first-child{min-width:9em}
.costs td[data-heading="worst"]{text-align:left!important;white-space:normal!important;padding-left:8px}
.costs:has([data-heading="worst"]) th:last-child{text-align:left!important;padding-left:8px}
.costs td[data-heading="worst"]{font-size:12px;line-height:20px;color:var(--ink2);min-width:150px}
.worst-heading{margin:24px 0 8px}
.worst{background:var(--panel);border:1px solid var(--line);border-radius:10px}
.worst-run+.worst-run{border-top:1px solid var(--line)}
.worst-run>summary{display:grid;grid-template-columns:16px minmax(0,1fr) minmax(0,2.4fr) 150px 92px;gap:4px 16px;align-items:start;padding:12px 16px;cursor:pointer;list-style:none;min-height:64px}
.worst-run>summary::-webkit-details-marker{display:none}
.worst-run>summary::before{margin-top:6px}
.worst-run>summary:hover{background:var(--sunk)}
.who,.what,.trust{display:grid;align-content:start;min-width:0}
.worst-run .soft{font-size:12px;line-height:16px}
.worst-run .size{display:grid;text-align:right;white-space:nowrap}
.inside{padding:0 16px 24px}
.inside .crumb{margin-top:0}
`;

const PHONE = `
@media (max-width:960px){.run,.overview{grid-template-columns:minmax(0,1fr)}}
@media screen and (max-width:720px){
header,main,footer{padding-left:16px;padding-right:16px}
h1{font-size:20px;line-height:28px}
.side{grid-row:1}
.chart{width:calc(100% - 92px);margin-left:48px;margin-right:44px;font-size:11px}
.wide{display:none}.narrow{display:inline}
button,summary{min-height:44px}
.concerns thead{display:none}
.concerns tr{display:grid;grid-template-columns:auto 1fr;gap:0 16px;border-top:1px solid var(--line);padding:8px 0}
.concerns td{border:0;padding:2px 0}
.concerns td:first-child,.concerns td:nth-child(3){grid-column:1/-1}
.concerns .stands{background:var(--wash);box-shadow:inset 3px 0 0 var(--mark);padding-left:12px}
.concerns .stands td:first-child{box-shadow:none}
.concerns td:first-child{padding-left:0}
.steps thead{display:none}
.steps tr{display:flex;flex-wrap:wrap;gap:0 12px;border-top:1px solid var(--line);padding:4px 8px;color:var(--ink2)}
.steps tr.stands{background:var(--wash)}
.steps tr td{border:0;padding:0!important;background:none;text-align:left}
.steps tr td:first-child{flex:0 0 4em;color:var(--ink3)}
.steps tr td:nth-child(2){flex:1 0 calc(100% - 6em);color:var(--ink)}
.steps tr td:nth-child(3){margin-left:calc(4em + 12px)}
.steps tr td:nth-child(5):not(:empty)::after{content:" tokens"}
.inside{padding:0 8px 16px}
.inside .card{padding:12px}
.costs thead{display:none}
.costs tr{display:flex;flex-wrap:wrap;gap:0 12px;border-top:1px solid var(--line);padding:8px 0;color:var(--ink2)}
.costs td{border:0;padding:0!important}
.costs td:first-child{flex:1 0 100%;color:var(--ink);font-weight:600}
.costs td:empty{display:none}
.costs td:not(:first-child)::after{content:" " attr(data-heading)}
.costs td[data-heading="worst"]{flex:1 0 100%}
.costs td[data-heading="worst"]::before{content:"worst: "}
.costs td[data-heading="worst"]::after{content:none}
.worst-run>summary{grid-template-columns:16px minmax(0,1fr) 128px}
.worst-run .what{grid-column:2/-1;grid-row:2}
.worst-run .size{display:none}
.worst-run>summary .trust-bar{width:128px}
}
`;

const FORCED = `
@media (forced-colors:active){
.chart text,.chart .warn,.chart .figure,.chart .soft{fill:CanvasText}
.band{fill:Canvas;stroke:CanvasText}
.wash{fill:none;stroke:CanvasText;stroke-dasharray:4 4}
.forecast,.began,.bracket,.tick,.edit,.cross,.cross.stop,.ring,.half,.rule,.lane{stroke:CanvasText}
.dot,.cost{fill:CanvasText}
.cost.lost{fill:Canvas;stroke:CanvasText}
.ring{fill:Canvas}
.chip,.card{border:1px solid CanvasText}
summary::before{border-color:CanvasText}
}
`;

const PAPER = `
@page{margin:14mm}
@media print{
:root{print-color-adjust:exact;-webkit-print-color-adjust:exact}
body{background:#FFFFFF;font-size:10pt;line-height:14pt}
.caption,.soft,th,.crumb,footer,.chart{font-size:9pt}
header,main,footer{padding:0;max-width:none}
header{min-height:0;padding-bottom:4px}
.crumb{margin-top:12px}
h1{font-size:17pt;line-height:22pt}
.number b{font-size:26pt;line-height:30pt}
.figures,.run,.overview{margin-top:10px}
.run,.main,.side,.rest,.overview{gap:10px}
.card{padding:10px 12px}
footer{padding:12px 0 0}
button,.readout,.cursor,.fold:not(.more,[open]){display:none!important}
.card,tr,.worst-run{break-inside:avoid}
summary::before{display:none}
.worst-run>summary{grid-template-columns:minmax(0,1fr) minmax(0,2fr) 150px 80px}
h1,h2{break-after:avoid}
.run{grid-template-columns:minmax(0,1fr)}
.side{grid-row:1;grid-template-columns:1fr 1fr;align-items:start}
.band:not(.early){stroke:var(--trust);stroke-width:.75}
.wash{stroke:var(--mark);stroke-width:.75}
}
`;

export const PAGE_STYLE = [
  TOKENS,
  THEMES,
  TEXT,
  LAYOUT,
  TABLES,
  CHART,
  RUNS,
  PHONE,
  FORCED,
  PAPER,
].join('');
