class Functions(Module):
  __parameters__ = []
  __buffers__ = []
  training : bool
  def join(self: __torch__.Functions,
    tensors: List[Tensor],
    whole: Tensor,
    starts: List[int]) -> int:
    for i in range(torch.len(tensors)):
      tensor = tensors[i]
      part = torch.narrow(whole, 0, starts[i], torch.numel(tensor))
      place = torch.view(part, torch.size(tensor))
      _0 = torch.copy_(place, tensor)
      _1 = torch.set_(tensor, place)
    return torch.len(tensors)
