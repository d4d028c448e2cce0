import { useMutation, useQueryClient } from "@tanstack/react-query";
import type { WireTemplate } from "../../../domain/wire.ts";
import { fetchTemplateVersion, putTemplate, templateDiffQuery } from "../../queries.ts";
import { say, sayFault } from "../../ui/notices.tsx";
import { VersionList } from "../../ui/version-list.tsx";
import { refreshTemplate } from "./refresh-template.ts";

type TextVersionsProps = { template: WireTemplate; canChange: boolean; dropEdit(): void };

export function TextVersions({ template: { id, version: current, versions }, canChange, dropEdit }: TextVersionsProps) {
  const queryClient = useQueryClient();
  const putBack = useMutation({
    mutationFn: async (version: string) => {
      const { source } = await fetchTemplateVersion(id, version);
      const { problems } = await putTemplate(id, source, false);
      // A workflow may have come to need a fact that this text does not do without.
      if (problems[0]) throw new Error(`It cannot be put into force: ${problems[0].message}. ${problems[0].mend ?? ""}`);
    },
    onSuccess: async () => {
      await refreshTemplate(queryClient, id);
      dropEdit();
      say("That version is in force again.");
    },
    onError: sayFault,
  });
  return (
    <VersionList
      versions={versions}
      current={current}
      canChange={canChange}
      isBusy={putBack.isPending}
      diffOf={(version) => templateDiffQuery(id, version, current)}
      question={(version) =>
        `The next replies are written with version ${version.slice(0, 7)}. What you have typed here and not saved is given up.`
      }
      putBack={(version, done) => putBack.mutate(version, { onSettled: done })}
    />
  );
}
