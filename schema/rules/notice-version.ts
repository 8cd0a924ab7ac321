/** The newest version of the privacy notice (privacy-notice.ts): whoever has not read it is shown it. */
export const noticeVersion = 1
