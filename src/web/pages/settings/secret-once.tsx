import { Button } from "../../ui/button.tsx";
import { Copyable } from "../../ui/copyable.tsx";
import { Modal } from "../../ui/modal.tsx";

/** A secret that the server tells only now. It is gone once this window is closed. */
export function SecretOnce({ title, what, secret, onClose }: { title: string; what: string; secret: string | null; onClose(): void }) {
  return (
    <Modal title={title} open={secret !== null} onClose={onClose}>
      <div className="space-y-4 p-5">
        <p className="text-ink-2">Copy it now: it is shown only this once.</p>
        <p className="rounded-lg bg-sunken p-3 font-mono text-[13px]">{secret && <Copyable text={secret} what={what} />}</p>
        <div className="flex justify-end">
          <Button look="primary" onClick={onClose}>
            I have copied it
          </Button>
        </div>
      </div>
    </Modal>
  );
}
