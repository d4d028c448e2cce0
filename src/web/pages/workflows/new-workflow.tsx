import { useNavigate } from "@tanstack/react-router";
import { useState } from "react";
import { Button } from "../../ui/button.tsx";
import { Field } from "../../ui/field.tsx";

/** Names a workflow and opens the builder; nothing is there before it is published. */
export function NewWorkflow({ taken }: { taken: readonly string[] }) {
  const navigate = useNavigate();
  const [isOpen, open] = useState(false);
  const [name, setName] = useState("");
  const isTaken = taken.includes(name);
  if (!isOpen)
    return (
      <Button className="mb-4" onClick={() => open(true)}>
        New workflow
      </Button>
    );
  return (
    <form
      className="mb-6 flex flex-wrap items-start gap-3 rounded-2xl border border-line bg-sunken p-4"
      onSubmit={(event) => {
        event.preventDefault();
        if (!isTaken) void navigate({ to: `/workflows/${name}`, search: { new: "1" } as never });
      }}
    >
      <Field
        label="Name"
        autoFocus
        value={name}
        required
        maxLength={80}
        pattern="[a-z][a-z0-9]*(-[a-z0-9]+)*"
        hint={isTaken ? "There is one of that name already" : "Lower-case words with hyphens: gift-cards. It never changes."}
        aria-invalid={isTaken}
        className="w-72 max-w-full"
        onChange={(event) => setName(event.target.value)}
      />
      <span className="flex gap-2 self-start pt-6">
        <Button look="primary" type="submit" className="h-9! max-md:h-11!" disabled={name === "" || isTaken}>
          Build it
        </Button>
        <Button className="h-9! max-md:h-11!" onClick={() => open(false)}>
          Cancel
        </Button>
      </span>
    </form>
  );
}
