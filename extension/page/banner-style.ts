/** Look of the portal's banners: in the flow above the page, px only, on their own reset. */
export const BANNER_STYLE = `
:host{all:initial!important;display:block!important;position:relative!important;z-index:2!important;width:auto!important;margin:0!important;opacity:1!important;visibility:visible!important;color-scheme:light dark!important}
*{box-sizing:border-box;margin:0;padding:0;font:inherit;color:inherit}
.banner{display:flex;align-items:center;gap:12px;min-height:44px;padding:4px 16px;font:14px/20px system-ui,-apple-system,"Segoe UI",Roboto,"Noto Sans",sans-serif}
.deposit{background:light-dark(#DFEEF0,#17383E);color:light-dark(#12252B,#E7EEEF);border-bottom:1px solid light-dark(#5D9AA4,#3B7B87)}
.deposit svg{color:light-dark(#0A5B67,#67C1CD)}
.deposit.over{outline:2px solid light-dark(#0A5B67,#67C1CD);outline-offset:-2px}
.migration{background:light-dark(#FFDF70,#E3BE4C);color:light-dark(#2E2300,#221A00);border-bottom:1px solid light-dark(#B38600,#A58421)}
.grow{flex:1}
b{font-weight:600}
svg{fill:none;stroke:currentColor;stroke-width:1.5;stroke-linecap:round;stroke-linejoin:round;display:block;flex:none}
button{min-height:28px;padding:0 12px;font-size:13px;font-weight:500;border-radius:4px;border:1px solid light-dark(#72878E,#6F878E);background:light-dark(#FFF,#1B292D);white-space:nowrap}
.quiet{border-color:transparent;background:none;color:light-dark(#0A5B67,#67C1CD);padding:0 8px}
.decide{background:light-dark(#2E2300,#221A00);border-color:light-dark(#2E2300,#221A00);color:light-dark(#FFDF70,#E3BE4C)}
button:focus-visible{outline:2px solid light-dark(#0A5B67,#8FE0EA);outline-offset:2px}
.migration button:focus-visible{outline-color:light-dark(#2E2300,#221A00)}
input{display:none}
@media (max-width:600px){.banner{flex-wrap:wrap}.grow{flex-basis:70%}}
@media (forced-colors:active){.banner{border-bottom:2px solid CanvasText}}
`;
