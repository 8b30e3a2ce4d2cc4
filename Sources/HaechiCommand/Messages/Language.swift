import ArgumentParser

/// The language in which the command line speaks.
enum Language: String, CaseIterable, ExpressibleByArgument, Sendable {
  case ko
  case en

  /// The language of the environment: the first of LC_ALL, LC_MESSAGES and LANG that is not empty, as POSIX orders
  /// them (XBD 8.2). Korean if it begins with `ko`, else English.
  static func preferred(in environment: [String: String]) -> Language {
    let names = ["LC_ALL", "LC_MESSAGES", "LANG"]
    let locale = names.lazy.compactMap { environment[$0] }.first { !$0.isEmpty } ?? ""
    return locale.lowercased().hasPrefix("ko") ? .ko : .en
  }
}
