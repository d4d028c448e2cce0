import type { ReactNode } from "react";
import { Button } from "./button.tsx";
import { Modal } from "./modal.tsx";

type ConfirmProps = {
  title: string;
  open: boolean;
  yes: string;
  no?: string;
  danger?: boolean;
  busy?: boolean;
  onYes(): void;
  onNo(): void;
  children: ReactNode;
};

/** A question before something that cannot be taken back. Both answers say what happens. */
export function Confirm({ title, open, yes, no = "Cancel", danger = false, busy = false, onYes, onNo, children }: ConfirmProps) {
  return (
    <Modal title={title} open={open} onClose={onNo}>
      <div className="space-y-4 p-5">
        <div className="text-ink-2">{children}</div>
        <div className="flex flex-wrap justify-end gap-2">
          <Button onClick={onNo}>{no}</Button>
          <Button look={danger ? "danger" : "primary"} disabled={busy} onClick={onYes}>
            {yes}
          </Button>
        </div>
      </div>
    </Modal>
  );
}
