/** What keeps `install` and `uninstall` from going on. Nothing has been changed when it is thrown. */
export class InstallError extends Error {
  override readonly name = 'InstallError';
}
