import { removeAttachments } from "#domain/attachments/remove-attachments.ts";
import { advanceLine } from "#domain/mentorships/advance-line.ts";
import { openRoom } from "#domain/mentorships/open-room.ts";
import { notify } from "#domain/notifications/notify.ts";
import { notifyConnection } from "#domain/notifications/notify-connection.ts";
import { notifyGroup } from "#domain/notifications/notify-group.ts";
import { notifyReport } from "#domain/notifications/notify-report.ts";
import { notifySearch } from "#domain/notifications/notify-search.ts";
import type { JobKind } from "#domain/outbox/jobs.ts";
import { applyPreferences } from "#domain/preferences/apply-preferences.ts";
import { applyDevices } from "#domain/push/apply-devices.ts";
import { archiveRoom } from "#domain/rooms/archive-room.ts";
import { carryOutRemoval } from "#domain/rooms/carry-out-removal.ts";
import { closeRoom } from "#domain/rooms/close-room.ts";
import { endSession } from "#domain/rooms/end-session.ts";
import { lookAtRoom } from "#domain/rooms/look-at-room.ts";
import { lookAtRooms } from "#domain/rooms/look-at-rooms.ts";
import { syncRoomMember } from "#domain/rooms/sync-room-member.ts";
import type { Handlers } from "../handle-job.ts";

export const liveJobs: Handlers<Extract<JobKind, `live.${string}`>> = {
  "live.open-room": openRoom,
  "live.close-room": closeRoom,
  "live.sync-room-member": syncRoomMember,
  "live.end-session": endSession,
  "live.remove-message": carryOutRemoval,
  "live.remove-attachments": removeAttachments,
  "live.look-at-room": lookAtRoom,
  "live.look-at-rooms": lookAtRooms,
  "live.notify": notify,
  "live.notify-connection": notifyConnection,
  "live.notify-group": notifyGroup,
  "live.notify-report": notifyReport,
  "live.notify-search": notifySearch,
  "live.archive-room": archiveRoom,
  "live.advance-line": advanceLine,
  "live.apply-preferences": applyPreferences,
  "live.apply-devices": applyDevices,
};
