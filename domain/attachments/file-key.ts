/** Where the bytes of a file lie. Its id is random enough that nobody finds another by trying. */
export const fileKey = (roomId: string, attachmentId: string): string => `${roomId}/${attachmentId}`;
