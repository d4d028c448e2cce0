import { html } from "../domain/html.ts";
import { link, type Shown } from "./layout.ts";
import type { ShopPerson } from "./pages.ts";

export type ShopMail = { to: string; subject?: string; text: string; at: string };

const most = 100;

/** All that was sent to anybody: in the demo, the only mailbox there is. */
export function mailboxPage(mails: readonly ShopMail[], person: ShopPerson | null): Shown {
  const content = html`<h1>Demo mailbox</h1>
    <p class="lead">
      One-time codes and mails to the made-up customers arrive here and nowhere else.
      <a href="${link("/shop/mailbox", person)}">Look again</a>
    </p>
    ${mails.length === 0 && html`<p class="box">Nothing has been sent yet. Ask in the chat for an order of somebody else, and a code is sent to that customer.</p>`}
    ${mails.slice(0, most).map(
      (mail) =>
        html`<article class="box">
          <div class="row">
            <h2>${mail.subject ?? `To ${mail.to}`}</h2>
            <time class="quiet" datetime="${mail.at}">${formatTime(mail.at)}</time>
          </div>
          ${mail.subject !== undefined && html`<p class="quiet">To ${mail.to}</p>`}
          <p class="letter">${mail.text}</p>
        </article>`,
    )}`;
  return { title: "Demo mailbox", current: "mailbox", content };
}

function formatTime(at: string): string {
  return `${new Date(at).toLocaleString("en", { dateStyle: "medium", timeStyle: "short", hourCycle: "h23", timeZone: "UTC" })} UTC`;
}
