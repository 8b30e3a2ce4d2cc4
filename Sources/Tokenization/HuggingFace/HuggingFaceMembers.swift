extension JSONTree {
  /// The member `name`; throws if it is missing.
  func required(_ name: String, _ path: String) throws(TokenizationError) -> JSONTree {
    guard let member = self[name] else {
      throw .malformedMember(path: "\(path).\(name)", expected: "a value")
    }
    return member
  }
}

extension SplitPattern {
  /// Reads the member `pattern` of a stage: `{"Regex": …}` or `{"String": …}`.
  init(tree: JSONTree, path: String) throws(TokenizationError) {
    let pattern = try tree.required("pattern", path)
    if let expression = pattern["Regex"]?.text {
      try self.init(expression)
    } else if let literal = pattern["String"]?.text {
      self.init(literal: literal.unicodeScalars.map(\.value))
    } else {
      throw .malformedMember(path: path + ".pattern", expected: "Regex or String")
    }
  }
}
