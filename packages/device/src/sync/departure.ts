/** Where the store keeps what the person is to be told of an access that was withdrawn, one row each. */
export const DEPARTURE = 'departure/';
