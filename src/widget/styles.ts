/**
 * A constructed style sheet, not a <style> element: it passes the strictest Content-Security-Policy, and inside the shadow
 * root neither the shop's rules nor ours reach across.
 */
const css = `
:host{all:initial;direction:ltr;color-scheme:light dark;--accent:#1f5c4d;--on-accent:#fff;
--paper:light-dark(#fff,#16191d);--ink:light-dark(#1a1d21,#eceff2);--quiet:light-dark(#5a626b,#a3adb8);--line:light-dark(#dfe3e7,#343a41);
--soft:light-dark(#f2f4f6,#242930);--warn:light-dark(#8a3b00,#ffb27a);--warn-paper:light-dark(#fff4e8,#33251a);--link:light-dark(#0b57a4,#8fc2ff)}
:host([data-theme=light]){color-scheme:light}:host([data-theme=dark]){color-scheme:dark}
*{box-sizing:border-box}
button,textarea{font:inherit;color:inherit;letter-spacing:inherit}
.launcher,.panel{position:fixed;z-index:2147483000;bottom:max(20px,env(safe-area-inset-bottom));right:20px;font:15px/1.5 system-ui,-apple-system,"Segoe UI",Roboto,sans-serif;color:var(--ink)}
:host([data-position=left]) :is(.launcher,.panel){right:auto;left:20px}
.launcher{width:60px;height:60px;border:0;border-radius:50%;background:var(--accent);color:var(--on-accent);cursor:pointer;display:grid;place-items:center;box-shadow:0 6px 24px #0004}
.launcher svg{width:28px;height:28px}
.badge{position:absolute;top:-4px;right:-4px;min-width:24px;height:24px;padding:0 6px;border-radius:12px;background:#c4232b;color:#fff;font-size:13px;font-weight:600;line-height:24px;text-align:center}
:is(button,textarea,a,.log):focus-visible{outline:3px solid var(--link);outline-offset:2px}
.launcher:focus-visible{outline-color:var(--paper);box-shadow:0 0 0 6px var(--link)}
.panel{width:380px;max-width:calc(100vw - 40px);height:600px;max-height:calc(100dvh - 40px);display:flex;flex-direction:column;background:var(--paper);border:1px solid var(--line);border-radius:16px;box-shadow:0 16px 48px #0005;overflow:hidden}
header{display:flex;align-items:center;gap:8px;padding:10px 10px 10px 18px;background:var(--accent);color:var(--on-accent)}
header div{flex:1;min-width:0}
h2{margin:0;font-size:16px;font-weight:650;overflow-wrap:anywhere}
header p{margin:0;font-size:13px}
.close{width:44px;height:44px;border:0;border-radius:10px;background:none;cursor:pointer;display:grid;place-items:center}
.close:focus-visible,.log:focus-visible{outline-offset:-4px}
.close:focus-visible{outline-color:currentColor}
svg{width:22px;height:22px;fill:none;stroke:currentColor;stroke-width:2;stroke-linecap:round;stroke-linejoin:round}
.log{flex:1;min-height:0;overflow-y:auto;overscroll-behavior:contain;padding:16px;display:flex;flex-direction:column;gap:12px}
.item{max-width:86%;align-self:flex-start;display:flex;flex-direction:column;gap:2px}
.mine{align-self:flex-end;align-items:flex-end}
.bubble{margin:0;padding:9px 13px;border-radius:14px 14px 14px 4px;background:var(--soft);white-space:pre-wrap;overflow-wrap:anywhere;unicode-bidi:plaintext}
.mine .bubble{border-radius:14px 14px 4px;background:var(--accent);color:var(--on-accent)}
.mine .unsent{opacity:.85}
.bubble a{color:var(--link)}.mine .bubble a{color:inherit}
.file{display:flex;flex-direction:column;align-items:flex-start;gap:4px;max-width:100%}
.picture{max-width:100%;max-height:260px;border-radius:12px;border:1px solid var(--line)}
.save{min-height:44px;max-width:100%;padding:0 12px;border:1px solid var(--line);border-radius:12px;background:none;color:var(--link);text-align:start;overflow-wrap:anywhere;cursor:pointer}
.meta{margin:0;padding:0 4px;font-size:12px;color:var(--quiet)}
.failed{color:var(--warn)}
.again{min-height:44px;margin:-8px 0 0 6px;padding:0 8px;border:0;background:none;color:var(--link);text-decoration:underline;cursor:pointer}
.bar{margin:0;padding:8px 16px;background:var(--warn-paper);color:var(--warn);font-size:13px}
form{display:flex;align-items:flex-end;gap:8px;padding:10px;border-top:1px solid var(--line)}
label{flex:1;min-width:0;display:flex}
textarea{flex:1;min-width:0;min-height:44px;max-height:140px;resize:none;field-sizing:content;padding:10px 12px;border:1px solid var(--quiet);border-radius:12px;background:var(--paper);font-size:16px;line-height:1.4}
textarea::placeholder{color:var(--quiet);opacity:1}
.send{flex:none;width:44px;height:44px;border:0;border-radius:12px;background:var(--accent);color:var(--on-accent);cursor:pointer;display:grid;place-items:center}
.left{margin:0;padding:0 16px 8px;font-size:12px;color:var(--quiet);text-align:right}
.hidden{position:absolute;width:1px;height:1px;overflow:hidden;clip-path:inset(50%);white-space:nowrap}
@media(prefers-reduced-motion:no-preference){.panel{animation:rise .18s ease-out}@keyframes rise{from{opacity:0;transform:translateY(12px)}}.launcher{transition:transform .15s}.launcher:hover{transform:scale(1.06)}}
@media(max-width:480px){.panel,:host([data-position=left]) .panel{inset:0;width:auto;max-width:none;height:auto;max-height:none;border:0;border-radius:0}}
@media(forced-colors:active){.launcher,.send,.bubble,header{border:1px solid}}
@media print{.launcher,.panel{display:none}}
`;

export function applyStyles(root: ShadowRoot): void {
  const sheet = new CSSStyleSheet();
  sheet.replaceSync(css);
  root.adoptedStyleSheets = [sheet];
}

/** Sets the shop's colour, with black or white on it, whichever can be read better (WCAG 2 contrast). */
export function applyColor(host: HTMLElement, color: string | undefined): void {
  const parts = /^#([0-9a-f]{2})([0-9a-f]{2})([0-9a-f]{2})$/i.exec(color ?? "");
  if (!parts) return;
  const [red, green, blue] = parts
    .slice(1)
    .map((hex) => ((level) => (level <= 0.04045 ? level / 12.92 : ((level + 0.055) / 1.055) ** 2.4))(parseInt(hex, 16) / 255)) as [
    number,
    number,
    number,
  ];
  const luminance = 0.2126 * red + 0.7152 * green + 0.0722 * blue;
  host.style.setProperty("--accent", parts[0]);
  host.style.setProperty("--on-accent", luminance > 0.179 ? "#000" : "#fff");
}
