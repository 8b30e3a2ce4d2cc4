import CDefaultModel
import Models

/// The guardian inside the binary.
public enum DefaultModel {
  /// The bundle, used where it lies. Throws `ModelError.noDefaultModel` when the package was built without one.
  public static func bundle() throws(ModelError) -> ModelBundle {
    let count = haechi_default_model_count()
    guard count > 0 else { throw .noDefaultModel }
    // SAFETY: the bytes are a constant of the binary: `count` long, read-only, alive for the whole process.
    return try ModelBundle(
      unowned: UnsafeRawBufferPointer(start: haechi_default_model_bytes(), count: count))
  }
}
