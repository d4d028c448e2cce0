/** Every channel there is. Imported by main and cli only. */
import { apiChannel } from "./api/channel.ts";
import type { ChannelDefinition } from "./channel.ts";
import { chatChannel } from "./chat/channel.ts";
import { emailChannel } from "./email/channel.ts";
import { memoryChannel } from "./memory/channel.ts";

export const channels: readonly ChannelDefinition[] = [apiChannel, chatChannel, emailChannel, memoryChannel];
