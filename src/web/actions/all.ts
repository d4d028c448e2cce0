/** Every user action, in the order menus show them. A new one is one file and one line here. */
import type { Action } from "./action.ts";
import { approveDraft } from "./approve-draft.ts";
import { assignToMe } from "./assign-to-me.ts";
import { assignTo } from "./assign-to.ts";
import { clearSelection } from "./clear-selection.ts";
import { closeConversation } from "./close-conversation.ts";
import { correctCategory } from "./correct-category.ts";
import { editDraft } from "./edit-draft.ts";
import { explainRun } from "./explain-run.ts";
import { goToDrafts } from "./go-to-drafts.ts";
import { goToInbox } from "./go-to-inbox.ts";
import { goToKnowledge } from "./go-to-knowledge.ts";
import { goToReports } from "./go-to-reports.ts";
import { goToSettings } from "./go-to-settings.ts";
import { goToTemplates } from "./go-to-templates.ts";
import { goToWorkflows } from "./go-to-workflows.ts";
import { markSpam } from "./mark-spam.ts";
import { mergeConversation } from "./merge-conversation.ts";
import { nextConversation } from "./next-conversation.ts";
import { openThread } from "./open-thread.ts";
import { pauseAutomation } from "./pause-automation.ts";
import { previousConversation } from "./previous-conversation.ts";
import { refreshList } from "./refresh-list.ts";
import { rejectDraft } from "./reject-draft.ts";
import { reopenConversation } from "./reopen-conversation.ts";
import { resumeAutomation } from "./resume-automation.ts";
import { rewriteFriendlier } from "./rewrite-friendlier.ts";
import { rewriteInVoice } from "./rewrite-in-voice.ts";
import { rewriteShorter } from "./rewrite-shorter.ts";
import { searchInbox } from "./search-inbox.ts";
import { selectAll } from "./select-all.ts";
import { selectConversation } from "./select-conversation.ts";
import { selectRange } from "./select-range.ts";
import { showPalette } from "./show-palette.ts";
import { showShortcuts } from "./show-shortcuts.ts";
import { signOut } from "./sign-out.ts";
import { snoozeConversation } from "./snooze-conversation.ts";
import { splitConversation } from "./split-conversation.ts";
import { sumUpConversation } from "./sum-up-conversation.ts";
import { tagConversation } from "./tag-conversation.ts";
import { translateReply } from "./translate-reply.ts";
import { darkTheme } from "./use-dark-theme.ts";
import { lightTheme } from "./use-light-theme.ts";
import { systemTheme } from "./use-system-theme.ts";
import { undoSend } from "./undo-send.ts";
import { writeNote } from "./write-note.ts";
import { writeReply } from "./write-reply.ts";

export const actions: readonly Action[] = [
  approveDraft,
  editDraft,
  rejectDraft,
  explainRun,
  assignToMe,
  assignTo,
  snoozeConversation,
  correctCategory,
  tagConversation,
  closeConversation,
  reopenConversation,
  pauseAutomation,
  resumeAutomation,
  mergeConversation,
  splitConversation,
  markSpam,
  sumUpConversation,
  writeReply,
  writeNote,
  undoSend,
  rewriteInVoice,
  rewriteShorter,
  rewriteFriendlier,
  translateReply,
  nextConversation,
  previousConversation,
  openThread,
  selectConversation,
  selectRange,
  selectAll,
  clearSelection,
  searchInbox,
  refreshList,
  goToInbox,
  goToDrafts,
  goToWorkflows,
  goToKnowledge,
  goToTemplates,
  goToReports,
  goToSettings,
  lightTheme,
  darkTheme,
  systemTheme,
  showPalette,
  showShortcuts,
  signOut,
];
