/** Look of the deposit sheet: the product's tokens as plain values, in px only, on its own reset. */
export const SHEET_STYLE = `
:host{all:initial!important;position:fixed!important;inset:auto 16px 16px auto!important;z-index:2147483647!important;display:block!important;width:336px!important;max-width:calc(100vw - 32px)!important;margin:0!important;padding:0!important;border:0!important;background:none!important;overflow:visible!important;opacity:1!important;visibility:visible!important;pointer-events:auto!important;color-scheme:light dark!important}
*{box-sizing:border-box;margin:0;padding:0;font:inherit;color:inherit}
.sheet{font:14px/20px system-ui,-apple-system,"Segoe UI",Roboto,"Noto Sans",sans-serif;color:light-dark(#12252B,#E7EEEF);background:light-dark(#FFF,#1B292D);border-radius:8px;border-top:3px solid light-dark(#0A5B67,#5DB8C4);box-shadow:0 16px 48px light-dark(#12252b3d,#000c),0 0 0 1px light-dark(#9AAFB4,#47606A)}
header{display:flex;align-items:center;gap:8px;padding:10px 8px 10px 16px}
h2{font-weight:600;font-size:15px;flex:1}
.brand{color:light-dark(#0A5B67,#67C1CD)}
svg{fill:none;stroke:currentColor;stroke-width:1.5;stroke-linecap:round;stroke-linejoin:round;display:block;flex:none}
.close{width:28px;height:28px;display:grid;place-items:center;border:0;background:none;color:light-dark(#42575E,#B3C3C7);border-radius:4px}
.note{margin:0 16px 12px;color:light-dark(#42575E,#B3C3C7)}
.drop{display:flex;align-items:center;gap:12px;margin:0 16px 12px;padding:12px;border:1px dashed light-dark(#72878E,#6F878E);border-radius:4px;color:light-dark(#42575E,#B3C3C7)}
.drop svg{color:light-dark(#0A5B67,#67C1CD)}
.drop span{flex:1}
.over .drop{border:2px solid light-dark(#0A5B67,#67C1CD);padding:11px;background:light-dark(#DFEEF0,#17383E);color:light-dark(#12252B,#E7EEEF)}
ul{list-style:none;margin:0 16px;max-height:220px;overflow:auto;border-top:1px solid light-dark(#9AAFB4,#47606A)}
li{padding:10px 0;border-bottom:1px solid light-dark(#DCE5E6,#26373C)}
ul:empty{display:none}
b{font-weight:600;display:block;overflow-wrap:anywhere}
small{font-size:12px;line-height:16px;color:light-dark(#586C73,#93A7AC);display:block}
.state{display:flex;align-items:center;gap:6px;margin-top:4px;font-weight:500}
.state svg{color:light-dark(#0A5B67,#67C1CD)}
.bad,.bad svg{color:light-dark(#A8231B,#FF9B91)}
progress{appearance:none;display:block;width:100%;height:4px;border:0;margin-top:8px;background:light-dark(#DCE5E6,#26373C);border-radius:2px;overflow:hidden;color:light-dark(#0A5B67,#67C1CD)}
progress::-webkit-progress-bar{background:light-dark(#DCE5E6,#26373C)}
progress::-webkit-progress-value{background:light-dark(#0A5B67,#67C1CD)}
progress::-moz-progress-bar{background:light-dark(#0A5B67,#67C1CD)}
.acts{display:flex;gap:8px;padding:12px 16px 16px}
.btn{min-height:36px;padding:0 16px;border-radius:4px;border:1px solid light-dark(#72878E,#6F878E);background:light-dark(#FFF,#1B292D);font-weight:500;white-space:nowrap}
.small{min-height:28px;padding:0 12px;font-size:13px;color:light-dark(#12252B,#E7EEEF)}
.main{flex:1;background:light-dark(#0A5B67,#5DB8C4);border-color:light-dark(#0A5B67,#5DB8C4);color:light-dark(#FFF,#06252A)}
button:focus-visible{outline:2px solid light-dark(#0A5B67,#8FE0EA);outline-offset:2px}
input{display:none}
@media (prefers-reduced-motion:no-preference){.sheet{animation:in 160ms cubic-bezier(.2,0,0,1)}@keyframes in{from{opacity:0;transform:translateY(8px)}}}
@media (forced-colors:active){.sheet{border:2px solid CanvasText}.main{border:2px solid Highlight}}
`;
