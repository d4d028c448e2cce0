import { useQuery } from "@tanstack/react-query";
import { Link, useNavigate, useParams, useSearch } from "@tanstack/react-router";
import { ArrowLeft } from "lucide-react";
import { useState } from "react";
import type { WireTemplates } from "../../../domain/wire.ts";
import { meQuery, templatesQuery } from "../../queries.ts";
import { PageFrame } from "../../ui/page-frame.tsx";
import { Fault, SkeletonLines } from "../../ui/states.tsx";
import { inWords } from "../../ui/words.ts";
import { OneText } from "./one-text.tsx";
import { parseTextId } from "./text-id.ts";
import { TextSwitch } from "./text-switch.tsx";

/** One template: its text in each language and tone, and what a customer would get. */
export function Page() {
  const { name = "" } = useParams({ strict: false }) as { name?: string };
  const templates = useQuery(templatesQuery);
  return (
    <PageFrame title={inWords(name)} lead="Its text in each language, and what a customer would get with a real order." isWide>
      <Link to="/templates" className="-mt-2 mb-5 inline-flex items-center gap-1 rounded underline underline-offset-2 max-md:py-2.5">
        <ArrowLeft size={14} aria-hidden /> All templates
      </Link>
      {templates.isPending && <SkeletonLines lines={10} className="" />}
      {templates.error && <Fault error={templates.error} retry={() => void templates.refetch()} />}
      {templates.data && <Texts key={name} name={name} templates={templates.data} />}
    </PageFrame>
  );
}

/** What is typed is kept by text, so that looking at another language loses nothing. */
export type Edits = Readonly<Record<string, string>>;

function Texts({ name, templates }: { name: string; templates: WireTemplates }) {
  const navigate = useNavigate();
  const { text: wished = "" } = useSearch({ strict: false }) as { text?: string };
  const { data: me } = useQuery(meQuery);
  const [edits, setEdits] = useState<Edits>({});
  const saved = templates.items.find((item) => item.name === name)?.texts.map(({ id }) => id) ?? [];
  const isNamed = parseTextId(wished)?.name === name;
  const chosen = isNamed ? wished : (saved.find((id) => id === `${name}.en`) ?? saved[0]);
  const canChange = me?.user.role === "admin";
  if (chosen === undefined || (!canChange && !saved.includes(chosen)))
    return <p>There is no template “{name}”. Choose one from the list of all templates.</p>;
  const edit = (id: string, text: string | null): void =>
    setEdits(({ [id]: _before, ...others }) => (text === null ? others : { ...others, [id]: text }));
  const choose = (id: string): void => void navigate({ to: `/templates/${name}`, search: { text: id } as never, replace: true });
  return (
    <>
      <TextSwitch name={name} chosen={chosen} saved={saved} edits={edits} canChange={canChange} choose={choose} edit={edit} />
      <OneText
        id={chosen}
        name={name}
        isSaved={saved.includes(chosen)}
        hasTexts={saved.length > 0}
        channels={templates.channels}
        edit={edits[chosen]}
        change={(text) => edit(chosen, text)}
        canChange={canChange}
      />
    </>
  );
}
