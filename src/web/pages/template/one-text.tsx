import { useQuery } from "@tanstack/react-query";
import type { WireTemplate, WireTemplates } from "../../../domain/wire.ts";
import { templateQuery } from "../../queries.ts";
import { Part } from "../../ui/page-frame.tsx";
import { Fault, SkeletonLines } from "../../ui/states.tsx";
import { Preview } from "./preview.tsx";
import { TextEditor } from "./text-editor.tsx";
import { TextVersions } from "./text-versions.tsx";
import { useChecked } from "./use-checked.ts";

const newText = "{{ voice.greeting }}\n\n…\n\n{{ voice.sign_off }}\n";

type OneTextProps = {
  id: string;
  name: string;
  isSaved: boolean;
  /** The template has a stored text, this one or another. */
  hasTexts: boolean;
  channels: WireTemplates["channels"];
  /** What was typed and is not saved. */
  edit: string | undefined;
  change(text: string | null): void;
  canChange: boolean;
};

/** The file of one text, beside it what it becomes, beneath it what it was. */
export function OneText(props: OneTextProps) {
  const stored = useQuery({ ...templateQuery(props.id), enabled: props.isSaved });
  if (props.isSaved && stored.error) return <Fault error={stored.error} retry={() => void stored.refetch()} />;
  const isLoading = props.isSaved && !stored.data;
  return <Columns {...props} stored={(props.isSaved && stored.data) || null} isLoading={isLoading} />;
}

function Columns({ id, name, hasTexts, channels, edit, change, canChange, stored, isLoading }: OneTextProps & ColumnsProps) {
  const text = edit ?? stored?.source ?? (isLoading ? "" : newText);
  const isEdited = !isLoading && text !== stored?.source;
  const { problems, good } = useChecked({ id, text, isOn: isEdited && canChange });
  return (
    <div className="grid gap-x-8 xl:grid-cols-2 xl:grid-rows-[auto_1fr]">
      <div className="min-w-0">
        {isLoading ? (
          <SkeletonLines lines={10} className="mb-8" />
        ) : (
          <TextEditor
            id={id}
            text={text}
            isEdited={isEdited}
            isNew={stored === null}
            problems={problems}
            change={(next) => change(next === stored?.source ? null : next)}
            giveUp={edit === undefined ? null : () => change(null)}
            canChange={canChange}
          />
        )}
      </div>
      <div className="min-w-0 xl:col-start-2 xl:row-span-2 xl:row-start-1">
        <Preview name={name} chosen={id} unsaved={good} hasTexts={hasTexts} isBehind={problems.length > 0} channels={channels} />
      </div>
      <div className="min-w-0">
        {stored && (
          <Part title="Versions" lead="Every text there was of this language and tone. None is ever lost.">
            <TextVersions template={stored} canChange={canChange} dropEdit={() => change(null)} />
          </Part>
        )}
      </div>
    </div>
  );
}
type ColumnsProps = { stored: WireTemplate | null; isLoading: boolean };
