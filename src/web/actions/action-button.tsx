import { Button, IconButton, Key } from "../ui/button.tsx";
import type { ComponentProps, ReactNode } from "react";
import type { Action } from "./action.ts";
import { ariaKey, keyLabel, singleKeysOn } from "./keyboard.ts";
import { actionContext } from "./registry.ts";

export const isMac = /mac|iphone|ipad/i.test(navigator.platform);

type ActionButtonProps = {
  action: Action;
  look?: ComponentProps<typeof Button>["look"];
  disabled?: boolean;
  label?: ReactNode;
  icon?: ReactNode;
};

function propsOf(action: Action) {
  const run = (): void => {
    const context = actionContext();
    if (context && action.when(context)) action.run(context);
  };
  return { onClick: run, ...(action.key && singleKeysOn() ? { "aria-keyshortcuts": ariaKey(action.key) } : {}) };
}

/** A button drawn from an action: its label, its key, and what it does. */
export function ActionButton({ action, look = "plain", disabled = false, label, icon }: ActionButtonProps) {
  return (
    <Button look={look} disabled={disabled} {...propsOf(action)}>
      {icon}
      {label ?? action.label}
      {action.key && singleKeysOn() && <Key>{keyLabel(action.key, isMac)}</Key>}
    </Button>
  );
}

export function ActionIcon({ action, disabled = false, children }: { action: Action; disabled?: boolean; children: ReactNode }) {
  const name = action.key && singleKeysOn() ? `${action.label} (${keyLabel(action.key, isMac)})` : action.label;
  return (
    <IconButton label={action.label} disabled={disabled} {...propsOf(action)} title={name}>
      {children}
    </IconButton>
  );
}
