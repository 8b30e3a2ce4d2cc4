import Datasets
import Foundation

/// Where the files of a source lie on the network.
public enum SourceAddress {
  /// The host of GitHub's raw files.
  public static let rawHost = "https://raw.githubusercontent.com"

  /// The address of a file: its own `url`, or that of its repository and commit on GitHub,
  /// `https://raw.githubusercontent.com/OWNER/REPO/COMMIT/PATH`. `nil` where the manifest names neither.
  public static func url(
    of file: CorpusManifest.File, in manifest: CorpusManifest, rawHost: String = rawHost
  ) -> URL? {
    if let url = file.url {
      guard let found = URL(string: url), ["http", "https"].contains(found.scheme?.lowercased() ?? ""),
        found.host != nil
      else { return nil }
      return found
    }
    guard let repository = manifest.repository, let commit = manifest.commit, !commit.isEmpty,
      let address = URL(string: repository), let host = address.host?.lowercased(),
      host == "github.com" || host == "www.github.com"
    else { return nil }
    let parts = address.path.split(separator: "/").map(String.init)
    guard parts.count >= 2 else { return nil }
    let name = parts[1].hasSuffix(".git") ? String(parts[1].dropLast(4)) : parts[1]
    let path = ([parts[0], name, commit] + file.path.split(separator: "/").map(String.init))
      .map(escaped).joined(separator: "/")
    return URL(string: rawHost + "/" + path)
  }

  /// Whether a path stays inside its folder.
  public static func isSafe(_ path: String) -> Bool {
    !path.isEmpty && !path.hasPrefix("/") && !path.contains("\\") && !path.contains("\0")
      && !path.split(separator: "/").contains("..")
  }

  private static func escaped(_ part: String) -> String {
    let plain = Set("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~".utf8)
    let digits = Array("0123456789ABCDEF")
    return part.utf8.reduce(into: "") { text, byte in
      if plain.contains(byte) {
        text.unicodeScalars.append(Unicode.Scalar(byte))
      } else {
        text += "%\(digits[Int(byte >> 4)])\(digits[Int(byte & 15)])"
      }
    }
  }
}
