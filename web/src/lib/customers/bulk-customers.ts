/** What a dialog is given that does something to several customers. */
export interface BulkCustomers {
  open: boolean;
  ids: readonly number[];
  nameOf: (customerId: number) => string;
  /** Called when all were tried, with those that were refused. */
  ondone: (refused: readonly number[]) => void;
}
