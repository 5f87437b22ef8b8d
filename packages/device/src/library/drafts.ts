/** Where the drafts of the assistants stand in the device's own store: this, then the assistant's name. */
export const DRAFT = 'draft/';
