import ArgumentParser

/// When the output is coloured.
enum ColourChoice: String, CaseIterable, ExpressibleByArgument, Sendable {
  /// On a terminal, unless NO_COLOR is set or the terminal is dumb.
  case auto
  case always
  case never

  /// Whether to colour (https://no-color.org: any value but an empty one says no).
  func isColoured(isTerminal: Bool, environment: [String: String]) -> Bool {
    switch self {
    case .always: true
    case .never: false
    case .auto:
      isTerminal && (environment["NO_COLOR"] ?? "").isEmpty && environment["TERM"] != "dumb"
    }
  }
}
