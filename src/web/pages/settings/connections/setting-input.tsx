import { useState } from "react";
import type { WireSettingField } from "../../../../domain/wire.ts";
import { Button } from "../../../ui/button.tsx";
import { Field, SelectField, TextField } from "../../../ui/field.tsx";
import { fieldHint, fieldLabel, type Words } from "./words.ts";

/** `isKept`: a secret is stored. `error`: what is wrong with it. */
export type InputProps = {
  field: WireSettingField;
  value: unknown;
  isKept: boolean;
  error: string | undefined;
  words: Words;
  className?: string;
};

/** One setting as a field of the form; its name is its path. */
export function SettingInput({ field, value, isKept, error, words, className = "" }: InputProps) {
  const { path, type, default: standard, is_required } = field;
  const shown = value ?? standard;
  const label = fieldLabel(field, words);
  const hint = fieldHint(field, words);
  const same = { label, name: path, error, className };
  if (type === "switch") return <Switch {...same} hint={hint} isOn={shown === true} />;
  if (type === "choice") {
    const none = is_required && shown !== undefined ? [] : [{ value: "", label: is_required ? words.chooseOne : words.nothing }];
    const options = [...none, ...(field.choices ?? []).map((choice) => ({ value: choice, label: choice }))];
    return <SelectField {...same} hint={hint} options={options} required={is_required} defaultValue={String(shown ?? "")} />;
  }
  if (type === "list") {
    const lines = Array.isArray(shown) ? shown.join("\n") : "";
    return (
      <TextField
        {...same}
        hint={[hint, words.oneALine].filter(Boolean).join(" ")}
        rows={3}
        dir="ltr"
        spellCheck={false}
        defaultValue={lines}
      />
    );
  }
  if (type === "json")
    return (
      <TextField
        {...same}
        label={`${label} (JSON)`}
        hint={hint}
        rows={5}
        dir="ltr"
        spellCheck={false}
        className={`${className} font-mono`}
        defaultValue={shown === undefined ? "" : JSON.stringify(shown, null, 1)}
      />
    );
  if (type === "secret") return <Secret {...same} hint={hint} field={field} isKept={isKept} words={words} />;
  return (
    <Field
      {...same}
      hint={hint}
      type={type === "number" ? "number" : type === "address" ? "url" : "text"}
      required={is_required}
      min={field.min}
      max={field.max}
      autoComplete="off"
      spellCheck={false}
      dir="ltr"
      defaultValue={shown === undefined ? "" : String(shown)}
    />
  );
}

type SecretProps = Omit<InputProps, "value"> & { label: string; name: string; hint: string | undefined };

/** Typed blind; one that is our own to choose can be made here, and is seen until it is saved. */
function Secret({ label, name, error, className, hint, field, isKept, words }: SecretProps) {
  const [made, make] = useState<string | null>(null);
  const explained = made === null ? (isKept ? words.keepKey : words.keyWriteOnly) : words.madeSecret;
  const whole = [hint && `${hint.replace(/\.$/, "")}.`, explained].filter(Boolean).join(" ");
  const random = (): string => [...crypto.getRandomValues(new Uint8Array(32))].map((byte) => byte.toString(16).padStart(2, "0")).join("");
  return (
    <div className={className}>
      <Field
        key={made}
        {...{ label, name, error, hint: whole }}
        type={made === null ? "password" : "text"}
        defaultValue={made ?? ""}
        autoComplete="new-password"
        spellCheck={false}
        required={field.is_required && !isKept}
      />
      {field.can_make && (
        <Button className="mt-1" onClick={() => make(random())}>
          {words.makeSecret}
        </Button>
      )}
    </div>
  );
}

type SwitchProps = { label: string; name: string; hint: string | undefined; error: string | undefined; className: string; isOn: boolean };

function Switch({ label, name, hint, error, className, isOn }: SwitchProps) {
  return (
    <div className={className}>
      <label className="flex min-h-9 items-center gap-2 text-[13px] font-medium max-md:min-h-11">
        <input type="checkbox" name={name} defaultChecked={isOn} className="size-4 accent-(--accent)" />
        {label}
      </label>
      {error && <p className="text-[12px] text-danger">{error}</p>}
      {hint && <p className="pl-6 text-[12px] text-ink-2">{hint}</p>}
    </div>
  );
}
