import { Dialog } from "@base-ui/react/dialog";
import { X } from "lucide-react";
import type { ReactNode } from "react";
import { IconButton } from "./button.tsx";

type ModalProps = {
  title: string;
  open: boolean;
  onClose(): void;
  children: ReactNode;
  size?: "sm" | "md" | "lg" | "side";
  titleHidden?: boolean;
};
const places = {
  sm: "top-[18vh] left-1/2 w-[min(26rem,calc(100vw-2rem))] -translate-x-1/2 rounded-2xl max-h-[70vh]",
  md: "top-[10vh] left-1/2 w-[min(38rem,calc(100vw-2rem))] -translate-x-1/2 rounded-2xl max-h-[80vh]",
  lg: "top-[5vh] left-1/2 w-[min(62rem,calc(100vw-2rem))] -translate-x-1/2 rounded-2xl max-h-[90vh]",
  side: "inset-y-0 right-0 w-[min(30rem,100vw)] md:rounded-l-2xl",
};

/** A window over the page that keeps the focus; "side" slides along the right edge. Escape and a click outside close it. */
export function Modal({ title, open, onClose, children, size = "sm", titleHidden = false }: ModalProps) {
  return (
    <Dialog.Root open={open} onOpenChange={(next) => !next && onClose()}>
      <Dialog.Portal>
        <Dialog.Backdrop className="fixed inset-0 z-40 bg-black/35" />
        <Dialog.Popup
          className={`fixed z-50 flex flex-col overflow-hidden border border-line bg-raised shadow-pop outline-none ${places[size]}`}
        >
          <div className={titleHidden ? "sr-only" : "flex items-center justify-between gap-2 border-b border-line py-2 pr-2 pl-5"}>
            <Dialog.Title className="text-[15px] font-semibold">{title}</Dialog.Title>
            <Dialog.Close
              render={
                <IconButton label="Close window">
                  <X size={16} />
                </IconButton>
              }
            />
          </div>
          <div className="min-h-0 flex-1 overflow-y-auto">{children}</div>
        </Dialog.Popup>
      </Dialog.Portal>
    </Dialog.Root>
  );
}
