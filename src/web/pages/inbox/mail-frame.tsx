import { useMemo, useRef, useState } from "react";
import { applyStyles, prepareMail } from "./mail-html.ts";

/**
 * A mail as it looks, in a frame where no script runs and nothing is fetched. allow-same-origin is what lets us measure
 * its height; without allow-scripts it gives the mail nothing.
 */
export function MailFrame({ html, title }: { html: string; title: string }) {
  const frame = useRef<HTMLIFrameElement>(null);
  const [height, setHeight] = useState(160);
  const mail = useMemo(() => prepareMail(html), [html]);
  const finish = (): void => {
    const mailDocument = frame.current?.contentDocument;
    if (!mailDocument?.body) return;
    applyStyles(mailDocument);
    setHeight(Math.min(Math.max(mailDocument.body.scrollHeight, 40), 1_600));
  };
  return (
    <div className="space-y-1">
      <iframe
        ref={frame}
        title={title}
        sandbox="allow-same-origin allow-popups allow-popups-to-escape-sandbox"
        srcDoc={mail.html}
        onLoad={finish}
        className="w-full rounded-lg border border-line bg-white"
        style={{ height }}
      />
      {mail.blockedImages > 0 && (
        <p className="text-[12px] text-ink-2">
          {mail.blockedImages} remote {mail.blockedImages === 1 ? "image was" : "images were"} not loaded: loading tells the sender that you
          read the mail.
        </p>
      )}
    </div>
  );
}
